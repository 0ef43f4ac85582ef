package dev.mastio.proxy.edge;

import dev.mastio.proxy.ops.HealthHandlers;
import dev.mastio.proxy.wire.Route;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What stands behind an edge. */
public sealed interface Behind {

    /**
     * This process.
     *
     * @param authorities roots and intermediates of its own PKI, asked for anew with every handshake
     * @param databaseSheds whether the present request is to be shed because the database is slow
     */
    record Gateway(
            HealthHandlers health,
            List<Route> routes,
            Supplier<List<X509Certificate>> authorities,
            BooleanSupplier databaseSheds)
            implements Behind {}

    /** Another server, which answers everything. */
    record Upstream(URI server) implements Behind {}
}
