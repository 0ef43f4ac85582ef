package dev.mastio.suite.faults.plan;

import java.util.Optional;

/**
 * An object of an instance.
 *
 * @param id kind and name, {@code Secret/alpha-pki}
 * @param owner uid of who owns it; empty: nobody does
 * @param token that it is a soak on demand of
 * @param fingerprint of what is in it, for Secrets
 * @param leaving whether it is being deleted
 */
public record Piece(
        String id, Optional<String> owner, Optional<String> token, Optional<String> fingerprint, boolean leaving) {

    boolean isJob() {
        return id.startsWith("Job/");
    }
}
