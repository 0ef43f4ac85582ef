package dev.mastio.proxy;

import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.edge.Behind;
import dev.mastio.proxy.edge.Edge;
import dev.mastio.proxy.edge.tls.TlsFilesException;
import dev.mastio.proxy.limits.LatencyBreaker;
import dev.mastio.proxy.ops.HealthHandlers;
import dev.mastio.proxy.ops.LatencyProbe;
import dev.mastio.proxy.ops.Readiness;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.ops.SoakTokens;
import dev.mastio.proxy.store.Store;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/** A Mastio of our own: store, audit log, gateway, and the breaker that knows how slow the store is. */
final class OwnBacking implements Backing {

    private final Settings settings;
    private final Store store;
    private final AuditLog audit;
    private final Gateway gateway;
    private final LatencyBreaker breaker;
    private final LatencyProbe probe;
    private final Readiness readiness;
    private final HealthHandlers health;

    private OwnBacking(Settings settings, Store store, AuditLog audit, LatencyBreaker breaker, Gateway gateway) {
        this.settings = settings;
        this.store = store;
        this.audit = audit;
        this.breaker = breaker;
        this.gateway = gateway;
        readiness = new Readiness(store, audit::check, gateway.checks().toArray(Readiness.Named[]::new));
        health = new HealthHandlers(settings.version(), readiness, gateway::warnings);
        probe = LatencyProbe.start(store::takeTurn, breaker::took);
    }

    static OwnBacking start(Settings settings, Gateway.Parts parts) {
        Store store = parts.store(settings);
        AuditLog audit =
                new AuditLog(store, InstantSource.system(), settings.audit().entriesPerCommit());
        LatencyBreaker breaker = breaker(settings.bounds().databaseLatency());
        return new OwnBacking(settings, store, audit, breaker, parts.gateway(settings, store, audit, breaker));
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public HealthHandlers health() {
        return health;
    }

    @Override
    public Edge open(RequestMetrics metrics, SoakTokens soakTokens) throws TlsFilesException, IOException {
        return Edge.start(
                settings,
                new Behind(
                        health,
                        gateway.routes(),
                        gateway::nonce,
                        gateway::clientAuthorities,
                        gateway::serverCertificate,
                        breaker::sheds),
                metrics,
                soakTokens);
    }

    @Override
    public void close() {
        gateway.close();
        probe.close();
        audit.close();
        store.close();
    }

    private static LatencyBreaker breaker(Settings.DatabaseLatency bounds) {
        return new LatencyBreaker(
                bounds.shedAbove(),
                bounds.shedUntil(),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
    }
}
