package dev.mastio.proxy.pki;

import dev.mastio.proxy.crypto.CertificationKeys;
import dev.mastio.proxy.store.SharedValues;
import dev.mastio.proxy.store.Store;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** Private keys of agents who leave them here, so that the service signs for them. Sealed like the service's own. */
public final class AgentKeys {

    private static final String PREFIX = "agent_key:";

    private final Store store;
    private final AtRest atRest;
    private final InstantSource clock;

    public AgentKeys(Store store, AtRest atRest, InstantSource clock) {
        this.store = store;
        this.atRest = atRest;
        this.clock = clock;
    }

    /** Whether the shared value of that name is a key of an agent. */
    static boolean isKey(String name) {
        return name.startsWith(PREFIX);
    }

    /** Keeps one. For use within a transaction of the store. */
    public void put(Connection connection, String agentId, PrivateKey key) throws SQLException {
        SharedValues.put(connection, PREFIX + agentId, atRest.seal(Pem.text(key), clock.instant()));
    }

    /**
     * The private half of that key, if it is here. An agent that enrolled anew has another than the one it left.
     *
     * @param certified the agent's key by its certificate
     * @throws SQLException if the store does not answer, or holds what the settings' passphrase does not open
     */
    public Optional<PrivateKey> find(String agentId, PublicKey certified) throws SQLException {
        Optional<String> sealed = store.read(connection -> SharedValues.get(connection, PREFIX + agentId));
        if (sealed.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pem.privateKey(atRest.open(sealed.get())))
                    .filter(key -> CertificationKeys.belongTogether(key, certified));
        } catch (PkiException | UnreadablePemException e) {
            throw new SQLException("the key of an agent does not open: " + e.getMessage(), e);
        }
    }
}
