package dev.mastio.proxy;

import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.edge.Behind;
import dev.mastio.proxy.edge.Edge;
import dev.mastio.proxy.edge.tls.TlsFilesException;
import dev.mastio.proxy.limits.LatencyBreaker;
import dev.mastio.proxy.ops.HealthHandlers;
import dev.mastio.proxy.ops.LatencyProbe;
import dev.mastio.proxy.ops.Operations;
import dev.mastio.proxy.ops.Readiness;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.ops.SoakTokens;
import dev.mastio.proxy.store.Store;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running proxy: store, operations listener and data listener, in this order; stopped in the opposite one. */
public final class Proxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);

    private final Settings.Shutdown shutdown;
    private final Store store;
    private final AuditLog audit;
    private final LatencyProbe probe;
    private final Readiness readiness;
    private final Operations operations;
    private final Gateway gateway;
    private final Edge edge;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Proxy(
            Settings.Shutdown shutdown,
            Store store,
            AuditLog audit,
            LatencyProbe probe,
            Readiness readiness,
            Operations operations,
            Gateway gateway,
            Edge edge) {
        this.shutdown = shutdown;
        this.store = store;
        this.audit = audit;
        this.probe = probe;
        this.readiness = readiness;
        this.operations = operations;
        this.gateway = gateway;
        this.edge = edge;
    }

    /**
     * Starts everything. A database that does not answer yet makes the proxy unready, not unable to start.
     *
     * @throws TlsFilesException if the certificate files do not work
     * @throws IOException if a port cannot be had, or the soak key not read
     */
    public static Proxy start(Settings settings) throws TlsFilesException, IOException {
        return start(settings, new RequestMetrics(), Gateway::open);
    }

    static Proxy start(Settings settings, RequestMetrics metrics, Gateway.Parts parts)
            throws TlsFilesException, IOException {
        Store store = parts.store(settings);
        AuditLog audit =
                new AuditLog(store, InstantSource.system(), settings.audit().entriesPerCommit());
        Gateway gateway = parts.gateway(settings, store, audit);
        Readiness readiness =
                new Readiness(store, audit::check, gateway.checks().toArray(Readiness.Named[]::new));
        HealthHandlers health = new HealthHandlers(settings.version(), readiness);
        LatencyBreaker breaker = breaker(settings.bounds().databaseLatency());
        LatencyProbe probe = LatencyProbe.start(() -> store.read(Proxy::simplestQuestion), breaker::took);
        Operations operations = null;
        try {
            SoakTokens soakTokens = SoakTokens.of(settings.soakKeyFile());
            operations = Operations.start(settings.listen(), health, metrics, soakTokens);
            Edge edge = Edge.start(
                    settings,
                    new Behind(health, gateway.routes(), gateway::nonce, gateway::clientAuthorities, breaker::sheds),
                    metrics,
                    soakTokens);
            readiness.open();
            LOG.info(
                    "version {} listens on {} port {}, operations on port {}",
                    settings.version(),
                    settings.listen().host(),
                    edge.port(),
                    operations.port());
            return new Proxy(settings.shutdown(), store, audit, probe, readiness, operations, gateway, edge);
        } catch (TlsFilesException | IOException | RuntimeException e) {
            if (operations != null) {
                operations.close();
            }
            gateway.close();
            probe.close();
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
        gateway.close();
        operations.close();
        probe.close();
        audit.close();
        store.close();
    }

    private static boolean simplestQuestion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        }
    }

    private static LatencyBreaker breaker(Settings.DatabaseLatency bounds) {
        return new LatencyBreaker(
                bounds.shedAbove(),
                bounds.shedUntil(),
                InstantSource.system(),
                () -> ThreadLocalRandom.current().nextDouble());
    }
}
