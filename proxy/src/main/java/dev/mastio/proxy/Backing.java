package dev.mastio.proxy;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.edge.Edge;
import dev.mastio.proxy.edge.tls.TlsFilesException;
import dev.mastio.proxy.ops.HealthHandlers;
import dev.mastio.proxy.ops.Readiness;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.ops.SoakTokens;
import java.io.IOException;

/** What stands behind the data listener: a Mastio of our own, or a server that this process is the edge of. */
interface Backing extends AutoCloseable {

    /** Whether it wants traffic. */
    Readiness readiness();

    /** What probes are told. */
    HealthHandlers health();

    /**
     * Opens the data listener before it.
     *
     * @throws TlsFilesException if the certificate files do not work
     * @throws IOException if the port cannot be had
     */
    Edge open(RequestMetrics metrics, SoakTokens soakTokens) throws TlsFilesException, IOException;

    @Override
    void close();

    /** As the settings say. */
    static Backing of(Settings settings, Gateway.Parts parts) {
        return settings.upstream()
                .<Backing>map(upstream -> new UpstreamBacking(settings, upstream))
                .orElseGet(() -> OwnBacking.start(settings, parts));
    }
}
