package dev.mastio.proxy.auth.certificate;

import dev.mastio.proxy.auth.principal.PrincipalId;
import java.sql.SQLException;
import java.util.Optional;

/** The users and workloads on record, each with the key that its certificates must have. Asked at each request, so that who was revoked is refused at once. */
@FunctionalInterface
public interface TypedPrincipals {

    /**
     * One on record.
     *
     * @param keyFingerprint hexadecimal SHA-256 over its key's SubjectPublicKeyInfo; empty until it has enrolled
     * @param active false once it was revoked
     */
    record OnRecord(Optional<String> keyFingerprint, boolean active) {}

    /** The one with that identifier, active or not. */
    Optional<OnRecord> find(PrincipalId id) throws SQLException;
}
