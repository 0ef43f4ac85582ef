package dev.mastio.proxy.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * A user or a workload: somebody whom an agent acts for, with certificates of an hour.
 *
 * @param id {@code org::user::name} or {@code org::workload::name}
 * @param reach {@code intra}, {@code cross} or {@code both}
 * @param extra a user's surface or a workload's image digest
 * @param pinnedKey SHA-256 of the only key that is certified for it; absent until the first certificate
 * @param active whether it has access; not while it is revoked
 */
public record Principal(
        String id,
        PrincipalType type,
        String name,
        String displayName,
        String reach,
        Optional<String> extra,
        Optional<String> pinnedKey,
        boolean active,
        Instant createdAt) {}
