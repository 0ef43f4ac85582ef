package dev.mastio.proxy.auth.certificate;

import dev.mastio.proxy.auth.principal.PrincipalId;
import java.sql.SQLException;
import java.util.Optional;

/** The users and workloads on record, each with the key that its certificates must have. */
@FunctionalInterface
public interface TypedPrincipals {

    /**
     * One on record.
     *
     * @param keyFingerprint hexadecimal SHA-256 over its key's SubjectPublicKeyInfo; empty until it has enrolled
     */
    record OnRecord(Optional<String> keyFingerprint) {}

    /** The one with that identifier. */
    Optional<OnRecord> find(PrincipalId id) throws SQLException;
}
