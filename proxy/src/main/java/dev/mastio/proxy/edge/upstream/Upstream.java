package dev.mastio.proxy.edge.upstream;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.edge.tls.ClientCertificate;
import dev.mastio.proxy.ops.RequestMetrics;
import io.undertow.server.HttpServerExchange;
import java.util.function.Consumer;

/** The server behind this edge. */
public final class Upstream implements AutoCloseable {

    private final Settings.Upstream settings;
    private final ConnectionPool pool;

    /** @param threads that share the connections */
    public Upstream(Settings.Upstream settings, int threads, RequestMetrics metrics) {
        this.settings = settings;
        this.pool = new ConnectionPool(settings, threads, metrics);
    }

    /**
     * Forwards a request and brings back the answer. On the exchange's I/O thread, outside of its first call.
     *
     * @param certificate what the client showed, if the location looks at it
     * @param body all of it
     * @param failed gives the answer that the server behind did not give; called at most once
     */
    public void forward(
            HttpServerExchange exchange,
            Location location,
            ClientCertificate certificate,
            byte[] body,
            Consumer<Trouble> failed) {
        Share share = pool.of(exchange.getIoThread(), exchange.getConnection().getByteBufferPool());
        Errand errand = new Errand(location, certificate, body, settings.patience());
        new Forwarding(share, exchange, errand, failed).start();
    }

    @Override
    public void close() {
        pool.close();
    }
}
