package dev.mastio.proxy.registry.apitoken;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A token as administrators see it. Its text is kept nowhere.
 *
 * @param lastFour the last four characters of its text
 * @param providers of language models that it is good for; empty for any
 */
public record ApiToken(
        String id,
        String principalId,
        String label,
        String lastFour,
        List<String> providers,
        PathScope paths,
        Instant createdAt,
        Optional<String> createdBy,
        Optional<Instant> expiresAt,
        Optional<Use> lastUse,
        Optional<Revocation> revocation) {

    /** When, and from which address. */
    public record Use(Instant at, String address) {}

    /** When, and by whom, if they said so. */
    public record Revocation(Instant at, Optional<String> by) {}

    /** Whether its holder is let in at that time. */
    public boolean isGood(Instant now) {
        return revocation.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
    }
}
