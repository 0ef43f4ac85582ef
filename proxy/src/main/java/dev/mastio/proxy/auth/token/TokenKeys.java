package dev.mastio.proxy.auth.token;

import java.security.PublicKey;
import java.sql.SQLException;
import java.util.Optional;

/** The keys of the gateway's own tokens, the same on every replica. */
public interface TokenKeys {

    /** The one to sign with; empty if there is none yet. */
    Optional<SigningKey> current() throws SQLException;

    /** The public half of the one with that {@code kid}; empty if there is none, or none any more. */
    Optional<PublicKey> verifying(String id) throws SQLException;
}
