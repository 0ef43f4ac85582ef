package dev.mastio.proxy.edge;

import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.ops.SoakTokens;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import org.jspecify.annotations.Nullable;

/** The way of every request: counted, told where to go next time, refused if others could read another one in it, answered. Runs on I/O threads and never waits. */
final class RequestPath implements HttpHandler {

    private final ClientConnections connections;
    private final RequestMetrics metrics;
    private final SoakTokens soakTokens;
    private final Answering answering;

    RequestPath(ClientConnections connections, RequestMetrics metrics, SoakTokens soakTokens, Answering answering) {
        this.connections = connections;
        this.metrics = metrics;
        this.soakTokens = soakTokens;
        this.answering = answering;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        ClientConnection connection = connectionOf(exchange);
        Arrival arrival = new Arrival(
                metrics,
                connection,
                soakTokens.traffic(exchange.getRequestHeaders().getFirst(SoakTokens.HEADER)));
        exchange.addExchangeCompleteListener(arrival);
        if (connection.isDue()) {
            exchange.setPersistent(false);
            connection.giveNotice();
        }
        if (!Framing.isClear(exchange.getRequestHeaders())) {
            Framing.refuse(exchange);
            return;
        }
        answering.answer(exchange, arrival);
    }

    private ClientConnection connectionOf(HttpServerExchange exchange) {
        @Nullable ClientConnection known = exchange.getConnection().getAttachment(Protocols.CONNECTION);
        if (known != null) {
            return known;
        }
        // The first request of an HTTP/1.1 connection, whose Undertow object is made too late to attach ours earlier.
        ClientConnection connection = connections.on(((HttpServerConnection) exchange.getConnection()).getChannel());
        exchange.getConnection().putAttachment(Protocols.CONNECTION, connection);
        return connection;
    }
}
