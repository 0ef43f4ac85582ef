package dev.mastio.proxy.registry;

import java.util.List;
import java.util.Optional;

/**
 * What is to be known of a principal when it comes in.
 *
 * @param certificatePem chain as issued, leaf first
 * @param proofKey RFC 7638 thumbprint of the key that must sign its DPoP proofs
 * @param method how it came: {@code connector}, {@code admin}, {@code byoca}, {@code spiffe}
 * @param by who lets it in
 */
public record Admission(
        String id,
        String displayName,
        List<String> capabilities,
        String certificatePem,
        Optional<String> proofKey,
        String method,
        Optional<String> spiffeId,
        boolean federated,
        String principalType,
        Optional<String> deviceInfo,
        String by) {}
