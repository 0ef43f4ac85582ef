package dev.mastio.proxy.pki;

import dev.mastio.proxy.store.SharedValues;
import dev.mastio.proxy.store.Store;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A random key of 32 bytes that all replicas of a store share, sealed there. Made when first asked for. */
public final class SharedKey {

    /** Marks nonces that attestations quote. */
    public static final String ATTESTATION = "attestation_key";

    /** Signs administrators' cookies where the settings give no key for that. */
    public static final String DASHBOARD = "dashboard_signing_key";

    static final Set<String> NAMES = Set.of(ATTESTATION, DASHBOARD);

    private static final int BYTES = 32;

    private final Store store;
    private final AtRest atRest;
    private final String name;
    private final InstantSource clock;
    private volatile byte @Nullable [] known;

    public SharedKey(Store store, AtRest atRest, String name, InstantSource clock) {
        this.store = store;
        this.atRest = atRest;
        this.name = name;
        this.clock = clock;
    }

    /**
     * The key.
     *
     * @throws SQLException if the store does not answer, or holds what the settings' passphrase does not open
     */
    public byte[] bytes() throws SQLException {
        byte[] key = known;
        if (key == null) {
            key = load();
            known = key;
        }
        return Arrays.copyOf(key, key.length);
    }

    private byte[] load() throws SQLException {
        Optional<String> stored = store.read(connection -> SharedValues.get(connection, name));
        if (stored.isEmpty()) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            String sealed = atRest.seal(HexFormat.of().formatHex(random), clock.instant());
            store.write(connection -> SharedValues.claim(connection, name, sealed));
            stored = store.read(connection -> SharedValues.get(connection, name));
        }
        try {
            return HexFormat.of().parseHex(atRest.open(stored.orElseThrow()));
        } catch (PkiException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }
}
