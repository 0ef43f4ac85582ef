package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.store.Store;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key of the nonces that all replicas of one store share: made by the first that asks, read by the others. Fetched in the
 * background until it is there, since a store that is away must not keep the process from starting.
 */
public final class NonceKey implements Supplier<Optional<SecretKey>>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NonceKey.class);
    private static final int BYTES = 32;
    private static final long RETRY_MILLIS = 500;
    private static final String OFFER =
            "INSERT INTO auth_secrets (name, secret) VALUES ('dpop-nonce', ?) ON CONFLICT (name) DO NOTHING";
    private static final String FETCH = "SELECT secret FROM auth_secrets WHERE name = 'dpop-nonce'";

    private final Store store;
    private final Thread thread;
    private volatile @Nullable SecretKey key;
    private volatile boolean closed;

    /** Begins to fetch it. */
    public NonceKey(Store store) {
        this.store = store;
        this.thread = Thread.ofVirtual().name("nonce-key").start(this::keepTrying);
    }

    @Override
    public Optional<SecretKey> get() {
        return Optional.ofNullable(key);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void keepTrying() {
        boolean told = false;
        try {
            while (key == null) {
                try {
                    key = Nonces.key(fetch());
                } catch (SQLException | RuntimeException | Error e) {
                    if (closed) {
                        return;
                    }
                    if (!told) {
                        LOG.info("the nonces' key is not there yet, trying again: {}", e.getMessage());
                        told = true;
                    }
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private byte[] fetch() throws SQLException {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        return store.write(connection -> {
            try (PreparedStatement offer = connection.prepareStatement(OFFER);
                    PreparedStatement fetch = connection.prepareStatement(FETCH)) {
                offer.setBytes(1, fresh);
                offer.executeUpdate();
                try (ResultSet rows = fetch.executeQuery()) {
                    if (!rows.next()) {
                        throw new SQLException("the nonces' key was deleted meanwhile");
                    }
                    return rows.getBytes(1);
                }
            }
        });
    }
}
