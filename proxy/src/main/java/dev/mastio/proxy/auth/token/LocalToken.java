package dev.mastio.proxy.auth.token;

import java.time.Instant;
import java.util.Optional;

/**
 * An access token of ours that was verified.
 *
 * @param keyId which key signed it
 * @param subject whose it is
 * @param proofKey thumbprint of the key that must sign each proof that comes with it; empty if it is not bound to one
 */
record LocalToken(String keyId, String subject, Optional<String> proofKey, Instant issuedAt, Instant expiry) {}
