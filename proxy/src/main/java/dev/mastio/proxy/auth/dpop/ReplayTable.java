package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;

/** The table of used proofs. One statement claims any number of them, so that many requests share one round trip. */
final class ReplayTable {

    private static final int SWEPT_AT_ONCE = 2_000;

    private static final String CLAIM_ALL = """
            INSERT INTO dpop_replay (proof, expires_at) SELECT unnest(?), ?
            ON CONFLICT (proof) DO UPDATE SET expires_at = EXCLUDED.expires_at WHERE dpop_replay.expires_at <= ?
            RETURNING proof""";
    private static final String CLAIM_ONE =
            "INSERT INTO dpop_replay (proof, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING";
    private static final String FORGET_ONE = "DELETE FROM dpop_replay WHERE proof = ? AND expires_at <= ?";
    /** Rows are numbered as they come, so the oldest are the first to expire: no index is needed to find them. */
    private static final String SWEEP = """
            DELETE FROM dpop_replay WHERE expires_at <= ? AND rowid IN (SELECT rowid FROM dpop_replay ORDER BY rowid LIMIT ?)""";

    private static final String SWEEP_BESIDE_OTHERS = """
            DELETE FROM dpop_replay WHERE proof IN
            (SELECT proof FROM dpop_replay WHERE expires_at <= ? LIMIT ? FOR UPDATE SKIP LOCKED)""";

    private final Store store;

    /** What is done for those that were claimed. */
    @FunctionalInterface
    interface Claimed {
        void on(Connection connection, Set<ReplayKey> keys) throws SQLException;
    }

    ReplayTable(Store store) {
        this.store = store;
    }

    /**
     * Claims them, durably, until then.
     *
     * @param keys sorted, so that replicas that claim the same ones wait for each other but never in a circle
     * @param after what else is done in the transaction, for those that nobody held
     * @return those that nobody held
     */
    Set<ReplayKey> claim(SortedSet<ReplayKey> keys, long now, long expiry, Claimed after) throws SQLException {
        return store.write(connection -> {
            Set<ReplayKey> claimed = switch (store.kind()) {
                case POSTGRES -> claimAll(connection, keys, now, expiry);
                case SQLITE -> claimEach(connection, keys, now, expiry);
            };
            after.on(connection, claimed);
            return claimed;
        });
    }

    /**
     * Forgets some of those that have expired. Those that another replica is just forgetting are left to it.
     *
     * @return whether there may be more
     */
    boolean sweep(long now) throws SQLException {
        String sql = store.kind() == Store.Kind.POSTGRES ? SWEEP_BESIDE_OTHERS : SWEEP;
        return store.write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, now);
                statement.setInt(2, SWEPT_AT_ONCE);
                return statement.executeUpdate() == SWEPT_AT_ONCE;
            }
        });
    }

    private static Set<ReplayKey> claimAll(Connection connection, SortedSet<ReplayKey> keys, long now, long expiry)
            throws SQLException {
        byte[][] digests = keys.stream().map(ReplayKey::bytes).toArray(byte[][]::new);
        Set<ReplayKey> claimed = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(CLAIM_ALL)) {
            statement.setArray(1, connection.createArrayOf("bytea", digests));
            statement.setLong(2, expiry);
            statement.setLong(3, now);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    claimed.add(ReplayKey.stored(rows.getBytes(1)));
                }
            }
        }
        return claimed;
    }

    private static Set<ReplayKey> claimEach(Connection connection, SortedSet<ReplayKey> keys, long now, long expiry)
            throws SQLException {
        Set<ReplayKey> claimed = new HashSet<>();
        try (PreparedStatement insert = connection.prepareStatement(CLAIM_ONE);
                PreparedStatement forget = connection.prepareStatement(FORGET_ONE)) {
            for (ReplayKey key : keys) {
                if (inserted(insert, key, expiry) || (forgotten(forget, key, now) && inserted(insert, key, expiry))) {
                    claimed.add(key);
                }
            }
        }
        return claimed;
    }

    private static boolean inserted(PreparedStatement insert, ReplayKey key, long expiry) throws SQLException {
        insert.setBytes(1, key.bytes());
        insert.setLong(2, expiry);
        return insert.executeUpdate() > 0;
    }

    /** An expired row is not used again but replaced by a new one, which is the youngest: what the sweep relies on. */
    private static boolean forgotten(PreparedStatement forget, ReplayKey key, long now) throws SQLException {
        forget.setBytes(1, key.bytes());
        forget.setLong(2, now);
        return forget.executeUpdate() > 0;
    }
}
