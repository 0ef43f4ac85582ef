package dev.mastio.proxy.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An enrolled principal.
 *
 * @param id {@code org::name}, or {@code org::user::name} and {@code org::workload::name}
 * @param certificatePem chain as issued, leaf first; empty for one that never had a certificate
 * @param proofKey RFC 7638 thumbprint of the key that must sign its DPoP proofs, where one is registered
 * @param previous what was replaced and stays valid for a while
 */
public record Agent(
        String id,
        String displayName,
        List<String> capabilities,
        Optional<String> certificatePem,
        boolean active,
        Optional<String> proofKey,
        Optional<Grace> previous,
        String principalType,
        String reach,
        Instant createdAt) {

    /** A replaced certificate and proof key, valid until then. */
    public record Grace(Optional<String> certificatePem, Optional<String> proofKey, Instant until) {}
}
