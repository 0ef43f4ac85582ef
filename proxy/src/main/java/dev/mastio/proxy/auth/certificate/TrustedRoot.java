package dev.mastio.proxy.auth.certificate;

import java.security.cert.X509Certificate;
import java.util.Optional;

/** The organisation's root, to which every chain must lead. */
public interface TrustedRoot {

    /** It; empty if there is none yet. */
    Optional<X509Certificate> certificate();

    /** Whether a certificate of a chain was issued by this organisation, but is not to be believed any more. */
    boolean isWithdrawn(X509Certificate certificate);
}
