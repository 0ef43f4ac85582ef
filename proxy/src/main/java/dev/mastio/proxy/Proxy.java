package dev.mastio.proxy;

import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.edge.Edge;
import dev.mastio.proxy.edge.tls.TlsFilesException;
import dev.mastio.proxy.ops.HealthHandlers;
import dev.mastio.proxy.ops.Operations;
import dev.mastio.proxy.ops.Readiness;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.store.Store;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running proxy: store, operations listener and data listener, in this order; stopped in the opposite one. */
public final class Proxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);

    private final Settings.Shutdown shutdown;
    private final Store store;
    private final AuditLog audit;
    private final Readiness readiness;
    private final Operations operations;
    private final Edge edge;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Proxy(
            Settings.Shutdown shutdown,
            Store store,
            AuditLog audit,
            Readiness readiness,
            Operations operations,
            Edge edge) {
        this.shutdown = shutdown;
        this.store = store;
        this.audit = audit;
        this.readiness = readiness;
        this.operations = operations;
        this.edge = edge;
    }

    /**
     * Starts everything. A database that does not answer yet makes the proxy unready, not unable to start.
     *
     * @throws TlsFilesException if the certificate files do not work
     * @throws IOException if a port cannot be had
     */
    public static Proxy start(Settings settings) throws TlsFilesException, IOException {
        return start(settings, new RequestMetrics(), Gateway::routes);
    }

    static Proxy start(Settings settings, RequestMetrics metrics, Gateway.Parts parts)
            throws TlsFilesException, IOException {
        Store store = parts.store(settings);
        AuditLog audit = new AuditLog(store, InstantSource.system());
        Readiness readiness = new Readiness(store, audit::check);
        HealthHandlers health = new HealthHandlers(settings.version(), readiness);
        Operations operations = null;
        try {
            operations = Operations.start(settings.listen(), health, metrics);
            Edge edge = Edge.start(settings, health, parts.routes(settings, store, audit), metrics);
            readiness.open();
            LOG.info(
                    "version {} listens on {} port {}, operations on port {}",
                    settings.version(),
                    settings.listen().host(),
                    edge.port(),
                    operations.port());
            return new Proxy(settings.shutdown(), store, audit, readiness, operations, edge);
        } catch (TlsFilesException | IOException | RuntimeException e) {
            if (operations != null) {
                operations.close();
            }
            audit.close();
            store.close();
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
        audit.close();
        store.close();
    }
}
