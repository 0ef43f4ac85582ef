package dev.mastio.proxy.auth;

import dev.mastio.proxy.auth.dpop.ProofTarget;
import dev.mastio.proxy.registry.apitoken.TokenText;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a request presents to say who sent it.
 *
 * @param token from {@code Authorization}, whether it calls it {@code Bearer} or {@code DPoP}
 * @param apiToken the same, if it has the form of a token that administrators gave out and is called {@code Bearer}
 * @param proof from the header {@code DPoP}
 * @param path as routes are found by it
 * @param address textual IP address of the client
 * @param chain client certificates that the TLS edge has verified, leaf first
 */
record Presented(
        Optional<String> token,
        Optional<TokenText> apiToken,
        Optional<String> proof,
        String method,
        String authority,
        String path,
        String address,
        List<X509Certificate> chain) {

    ProofTarget target() {
        return ProofTarget.of(method, authority, path);
    }
}
