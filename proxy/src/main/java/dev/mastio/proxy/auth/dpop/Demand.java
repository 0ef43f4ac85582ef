package dev.mastio.proxy.auth.dpop;

import java.util.Optional;

/**
 * What a proof must be for, besides being a proof.
 *
 * @param accessToken the token that it comes with and must name by its hash
 * @param nonce whether it must carry a nonce of ours
 */
public record Demand(ProofTarget target, Optional<String> accessToken, boolean nonce) {

    /** A proof that comes alone, without nonce. */
    public static Demand of(ProofTarget target) {
        return new Demand(target, Optional.empty(), false);
    }

    /** The same for a request with that token. */
    public Demand with(String token) {
        return new Demand(target, Optional.of(token), nonce);
    }

    /** The same with a nonce. */
    public Demand withNonce() {
        return new Demand(target, accessToken, true);
    }
}
