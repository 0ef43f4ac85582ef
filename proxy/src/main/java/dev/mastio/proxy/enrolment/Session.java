package dev.mastio.proxy.enrolment;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request to be let in, and what became of it.
 *
 * @param proofKey RFC 7638 thumbprint
 * @param status as it is now: one that waited too long is expired
 */
public record Session(
        String id,
        String publicKeyPem,
        String fingerprint,
        String requesterName,
        String requesterEmail,
        Optional<String> reason,
        Optional<String> deviceInfo,
        Optional<String> proofKey,
        Status status,
        Instant createdAt,
        Instant expiresAt,
        Optional<Granted> granted,
        Optional<String> rejectionReason,
        String principalType) {

    /** Where a session stands. */
    public enum Status {
        PENDING,
        APPROVED,
        REJECTED,
        EXPIRED;

        /** As the wire has it. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What an approved one got. */
    public record Granted(String agentId, String certificatePem, List<String> capabilities) {}
}
