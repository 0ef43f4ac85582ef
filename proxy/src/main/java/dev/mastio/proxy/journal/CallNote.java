package dev.mastio.proxy.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * A call of a tool.
 *
 * @param status {@code started} before a tool runs; then {@code success}, {@code error} or {@code denied}
 * @param detail may be empty
 * @param proofKey thumbprint of the key with which the caller proved possession, if it did
 */
public record CallNote(
        String callerId,
        String tool,
        String status,
        String detail,
        String requestId,
        Duration duration,
        Optional<String> proofKey) {}
