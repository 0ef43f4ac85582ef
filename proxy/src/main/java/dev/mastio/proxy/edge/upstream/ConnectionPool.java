package dev.mastio.proxy.edge.upstream;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.ops.RequestMetrics;
import io.undertow.connector.ByteBufferPool;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.xnio.XnioIoThread;

/**
 * The connections to the server behind. Each I/O thread has an equal share of its own, because a connection belongs to one thread, and
 * a request stays on that of its client: so nothing here is locked.
 */
final class ConnectionPool implements AutoCloseable {

    private final Settings.Upstream settings;
    private final RequestMetrics metrics;
    private final int limit;
    private final Map<XnioIoThread, Share> shares = new ConcurrentHashMap<>();

    /** @param threads that share the connections; each has one at least */
    ConnectionPool(Settings.Upstream settings, int threads, RequestMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
        this.limit = Math.max(1, settings.connections() / threads);
    }

    Share of(XnioIoThread thread, ByteBufferPool buffers) {
        return shares.computeIfAbsent(thread, owner -> new Share(settings, limit, owner, buffers, metrics));
    }

    @Override
    public void close() {
        shares.forEach((thread, share) -> {
            try {
                thread.execute(share::close);
            } catch (RejectedExecutionException e) {
                // The thread has ended, and its connections with it.
            }
        });
    }
}
