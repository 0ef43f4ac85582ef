package dev.mastio.proxy.auth.certificate;

import java.sql.SQLException;

/**
 * Somebody has shown what was replaced, and it was good, because its grace is not over.
 *
 * @param shown the certificate's SHA-256 in hexadecimal, or the key's thumbprint (RFC 7638)
 */
public record GraceMatch(Kind kind, String agentId, String shown) {

    /** What was replaced. */
    public enum Kind {
        CERTIFICATE,
        PROOF_KEY
    }

    /** Where such matches are recorded. */
    @FunctionalInterface
    public interface Log {

        /**
         * Records one. Returns when that is durable.
         *
         * @throws SQLException if it cannot be done now: then nobody gets further
         */
        void write(GraceMatch match) throws SQLException;
    }
}
