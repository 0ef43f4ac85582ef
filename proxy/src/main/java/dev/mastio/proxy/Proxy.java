package dev.mastio.proxy;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.edge.Edge;
import dev.mastio.proxy.edge.tls.TlsFilesException;
import dev.mastio.proxy.ops.Operations;
import dev.mastio.proxy.ops.Readiness;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.ops.SoakTokens;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running proxy: what stands behind it, operations listener and data listener, in this order; stopped in the opposite one. */
public final class Proxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);

    private final Settings.Shutdown shutdown;
    private final Backing backing;
    private final Readiness readiness;
    private final Operations operations;
    private final Edge edge;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Proxy(Settings.Shutdown shutdown, Backing backing, Operations operations, Edge edge) {
        this.shutdown = shutdown;
        this.backing = backing;
        this.readiness = backing.readiness();
        this.operations = operations;
        this.edge = edge;
    }

    /**
     * Starts everything. A database, or a server behind, that does not answer yet makes the proxy unready, not unable to start.
     *
     * @throws TlsFilesException if the certificate files do not work
     * @throws IOException if a port cannot be had, or the soak key not read
     */
    public static Proxy start(Settings settings) throws TlsFilesException, IOException {
        return start(settings, new RequestMetrics(), Gateway::open);
    }

    static Proxy start(Settings settings, RequestMetrics metrics, Gateway.Parts parts)
            throws TlsFilesException, IOException {
        Backing backing = Backing.of(settings, parts);
        Operations operations = null;
        try {
            SoakTokens soakTokens = SoakTokens.of(settings.soakKeyFile());
            operations = Operations.start(settings.listen(), backing.health(), metrics, soakTokens);
            Edge edge = backing.open(metrics, soakTokens);
            backing.readiness().open();
            LOG.info(
                    "version {} listens on {} port {}, operations on port {}",
                    settings.version(),
                    settings.listen().host(),
                    edge.port(),
                    operations.port());
            return new Proxy(settings.shutdown(), backing, operations, edge);
        } catch (TlsFilesException | IOException | RuntimeException e) {
            if (operations != null) {
                operations.close();
            }
            backing.close();
            throw e;
        }
    }

    /** The data port in use. */
    public int dataPort() {
        return edge.port();
    }

    /** The operations port in use. */
    public int operationsPort() {
        return operations.port();
    }

    /**
     * Stops without losing a request: not ready at once, but accepting for a while, because the endpoints that send clients here
     * are updated only after that; then answers what is under way.
     */
    public void stop() throws InterruptedException {
        LOG.info("stopping: not ready, accepting for {} more", shutdown.accept());
        readiness.drain();
        edge.sendClientsElsewhere();
        if (closed.await(shutdown.accept().toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        LOG.info("stopping: accepting no more, draining for at most {}", shutdown.drain());
        int busy = edge.drain(shutdown.drain());
        if (busy > 0) {
            LOG.warn("stopping: {} connections were still busy after {} and are cut off", busy, shutdown.drain());
        }
        close();
        LOG.info("stopped");
    }

    /** Stops at once. */
    @Override
    public void close() {
        closed.countDown();
        edge.close();
        operations.close();
        backing.close();
    }
}
