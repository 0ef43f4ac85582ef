package dev.mastio.proxy.edge.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/** What a client showed of itself in the handshake, and what we think of it. */
public sealed interface ClientCertificate {

    /** It showed nothing. */
    record None() implements ClientCertificate {}

    /**
     * It leads to a certificate authority of ours.
     *
     * @param chain leaf first, up to but without the authority's root
     */
    record Verified(List<X509Certificate> chain) implements ClientCertificate {}

    /** It holds the key of that certificate, but we do not trust it, and why. */
    record Untrusted(X509Certificate leaf, String reason) implements ClientCertificate {}
}
