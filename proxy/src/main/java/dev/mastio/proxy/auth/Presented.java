package dev.mastio.proxy.auth;

import dev.mastio.proxy.auth.dpop.ProofTarget;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a request presents to say who sent it.
 *
 * @param token from {@code Authorization}, whether it calls it {@code Bearer} or {@code DPoP}
 * @param proof from the header {@code DPoP}
 * @param chain client certificates that the TLS edge has verified, leaf first
 */
record Presented(
        Optional<String> token,
        Optional<String> proof,
        String method,
        String authority,
        String path,
        List<X509Certificate> chain) {

    ProofTarget target() {
        return ProofTarget.of(method, authority, path);
    }
}
