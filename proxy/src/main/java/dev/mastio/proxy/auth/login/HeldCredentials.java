package dev.mastio.proxy.auth.login;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Keys that the gateway keeps for agents which it enrolled itself. */
@FunctionalInterface
public interface HeldCredentials {

    /** A key of any kind that agents may bring, and its certificates, leaf first. */
    record Held(PrivateKey key, List<X509Certificate> chain) {}

    /** What is kept for that agent. */
    Optional<Held> of(String agent) throws SQLException;
}
