package dev.mastio.proxy;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.edge.Edge;
import dev.mastio.proxy.edge.tls.TlsFilesException;
import dev.mastio.proxy.edge.upstream.UpstreamCheck;
import dev.mastio.proxy.ops.HealthHandlers;
import dev.mastio.proxy.ops.Readiness;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.ops.SoakTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A server behind this process: no store and no identity is opened here. */
final class UpstreamBacking implements Backing {

    /** Shorter than readiness waits, so that its own reason is told. */
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private final Settings settings;
    private final Settings.Upstream upstream;
    private final Readiness readiness;
    private final HealthHandlers health;

    UpstreamBacking(Settings settings, Settings.Upstream upstream) {
        this.settings = settings;
        this.upstream = upstream;
        readiness = asking(upstream, "/readyz");
        Readiness alive = asking(upstream, "/healthz");
        alive.open();
        health = HealthHandlers.ofEdge(settings.version(), readiness, alive);
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
        return Edge.inFrontOf(upstream, settings, metrics, soakTokens);
    }

    @Override
    public void close() {
        // The edge closes its connections to the server.
    }

    private static Readiness asking(Settings.Upstream upstream, String path) {
        return new Readiness(
                List.of(new Readiness.Named("upstream", new UpstreamCheck(upstream.url(), path, PATIENCE)::ask)));
    }
}
