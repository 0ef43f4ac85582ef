package dev.mastio.proxy.auth.certificate;

import java.sql.SQLException;

/**
 * Somebody was let in by what was replaced, because its grace is not over.
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
         * @throws SQLException if it cannot be done now: then nobody is let in
         */
        void write(GraceMatch match) throws SQLException;
    }
}
