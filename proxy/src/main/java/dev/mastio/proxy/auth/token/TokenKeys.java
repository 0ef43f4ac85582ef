package dev.mastio.proxy.auth.token;

import dev.mastio.proxy.wire.Refusal;
import java.security.PublicKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The keys of the gateway's own tokens, the same on every replica. */
public interface TokenKeys {

    /** The one to sign with; empty if there is none yet. */
    Optional<SigningKey> current() throws SQLException;

    /**
     * The one with that {@code kid}; empty if there is none, or none any more.
     *
     * @throws Refusal 503 if that cannot be told now
     */
    Optional<Known> verifying(String id) throws Refusal, SQLException;

    /**
     * One that may have signed tokens that are good now.
     *
     * @param key its public half
     * @param replaced when another one took its place, empty if none has
     */
    record Known(PublicKey key, Optional<Instant> replaced) {}
}
