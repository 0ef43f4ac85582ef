package dev.mastio.proxy.auth.login;

import dev.mastio.proxy.auth.jose.Base64Url;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.Sweep;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;

/** The challenges that are open, in the shared store: any replica may take the answer, and only one does. */
public final class Challenges {

    /** How long one stays open. */
    public static final long SECONDS = 120;

    private static final int BYTES = 32;

    private final Store store;
    private final InstantSource clock;
    private final Sweep unanswered;
    private final SecureRandom random = new SecureRandom();

    public Challenges(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.unanswered = new Sweep(store, "login_challenges", "nonce", "expires_at <= ?", clock);
    }

    /** Opens one for that agent, and forgets those that nobody answered in time. */
    public String open(String agent) throws SQLException {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String nonce = Base64Url.encode(bytes);
        long now = clock.instant().getEpochSecond();
        unanswered.ifDue(now);
        return store.write(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO login_challenges (nonce, agent_id, expires_at) VALUES (?, ?, ?)")) {
                insert.setString(1, nonce);
                insert.setString(2, agent);
                insert.setLong(3, now + SECONDS);
                insert.executeUpdate();
                return nonce;
            }
        });
    }

    /** Closes one. True for one caller only, and only if it was open for that agent. */
    public boolean close(String nonce, String agent) throws SQLException {
        long now = clock.instant().getEpochSecond();
        return store.write(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(
                    "DELETE FROM login_challenges WHERE nonce = ? AND agent_id = ? AND expires_at > ?")) {
                delete.setString(1, nonce);
                delete.setString(2, agent);
                delete.setLong(3, now);
                return delete.executeUpdate() == 1;
            }
        });
    }
}
