package dev.mastio.proxy.edge;

import dev.mastio.proxy.crypto.CertifiedKey;
import dev.mastio.proxy.ops.HealthHandlers;
import dev.mastio.proxy.wire.Route;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What stands behind an edge.
 *
 * @param nonce that answers offer for the next DPoP proof; empty as long as there is none
 * @param authorities roots and intermediates of its own PKI, asked for anew with every handshake
 * @param issued the certificate that its PKI made for this server, asked for anew with every connection; empty as long as there is none
 * @param databaseSheds whether the present request is to be shed because the database is slow
 */
public record Behind(
        HealthHandlers health,
        List<Route> routes,
        Supplier<Optional<String>> nonce,
        Supplier<List<X509Certificate>> authorities,
        Supplier<Optional<CertifiedKey>> issued,
        BooleanSupplier databaseSheds) {}
