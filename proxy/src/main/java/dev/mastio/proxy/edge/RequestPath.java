package dev.mastio.proxy.edge;

import dev.mastio.proxy.ops.Answer;
import dev.mastio.proxy.ops.RequestMetrics;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.HttpString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of every request: counted, limited, given its headers, routed. Runs on I/O threads and never waits. */
final class RequestPath implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RequestPath.class);
    private static final HttpString SOAK = new HttpString("X-Mastio-Soak");

    private final ClientConnections connections;
    private final RequestMetrics metrics;
    private final SoakTokens soakTokens;
    private final Limits limits;
    private final BodyIntake bodies;
    private final ResponseHeaders headers;
    private final Routes routes;

    RequestPath(
            ClientConnections connections,
            RequestMetrics metrics,
            SoakTokens soakTokens,
            Limits limits,
            BodyIntake bodies,
            ResponseHeaders headers,
            Routes routes) {
        this.connections = connections;
        this.metrics = metrics;
        this.soakTokens = soakTokens;
        this.limits = limits;
        this.bodies = bodies;
        this.headers = headers;
        this.routes = routes;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        ClientConnection connection = connectionOf(exchange);
        Arrival arrival = new Arrival(
                metrics,
                connection,
                soakTokens.traffic(exchange.getRequestHeaders().getFirst(SOAK)));
        exchange.addExchangeCompleteListener(arrival);
        if (connection.isDue()) {
            exchange.setPersistent(false);
            connection.giveNotice();
        }
        if (!limits.admit(exchange, arrival)) {
            return;
        }
        if (exchange.isRequestComplete()) {
            answer(exchange, arrival);
        } else {
            bodies.receive(exchange, received -> answer(received, arrival));
        }
    }

    private void answer(HttpServerExchange exchange, Arrival arrival) {
        headers.add(exchange);
        try {
            routes.answer(exchange, arrival);
        } catch (Exception e) {
            LOG.error("no answer for {} {}", exchange.getRequestMethod(), exchange.getRequestPath(), e);
            if (!exchange.isResponseStarted()) {
                Answer.INTERNAL_ERROR.send(exchange);
            }
        }
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
