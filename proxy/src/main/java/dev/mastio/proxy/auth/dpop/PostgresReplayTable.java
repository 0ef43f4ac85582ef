package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;

/** One statement claims any number of them, so that many requests share one round trip. */
final class PostgresReplayTable implements ReplayTable {

    /** Stable within a statement, for the index. */
    private static final String TIME = "floor(extract(epoch FROM statement_timestamp()))::bigint";

    /** A replica that started with a clock that is ahead must not forget what the others remember. */
    private static final String NO_LATER_THAN_THERE = "LEAST(?, " + TIME + ")";

    private static final String CLAIM = """
            INSERT INTO dpop_replay (proof, expires_at) SELECT unnest(?), ?
            ON CONFLICT (proof) DO UPDATE SET expires_at = EXCLUDED.expires_at WHERE dpop_replay.expires_at <= %s
            RETURNING proof, %s""".formatted(NO_LATER_THAN_THERE, TIME);

    /** Those that another replica is just forgetting are left to it. */
    private static final String SWEEP = """
            DELETE FROM dpop_replay WHERE proof IN
            (SELECT proof FROM dpop_replay WHERE expires_at <= %s LIMIT ? FOR UPDATE SKIP LOCKED)""".formatted(NO_LATER_THAN_THERE);

    private final Store store;
    private final ClockLag lag;

    PostgresReplayTable(Store store, ClockLag lag) {
        this.store = store;
        this.lag = lag;
    }

    @Override
    public void prepare() {
        // The index is where the rows are.
    }

    @Override
    public void check() throws SQLException {
        if (!lag.isExcessive()) {
            return;
        }
        // Whoever is not ready gets no requests, so it must find out by itself that its clock was set.
        long before = lag.before();
        lag.require(before, store.read(PostgresReplayTable::time));
    }

    @Override
    public Set<ReplayKey> claim(Connection connection, SortedSet<ReplayKey> keys, long now, long expiry)
            throws SQLException {
        byte[][] digests = keys.stream().map(ReplayKey::bytes).toArray(byte[][]::new);
        Set<ReplayKey> claimed = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setArray(1, connection.createArrayOf("bytea", digests));
            statement.setLong(2, expiry);
            statement.setLong(3, now);
            long before = lag.before();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lag.require(before, rows.getLong(2));
                    claimed.add(ReplayKey.stored(rows.getBytes(1)));
                }
            }
        }
        return claimed;
    }

    private static long time(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + TIME);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public boolean sweep(Connection connection, long now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SWEEP)) {
            statement.setLong(1, now);
            statement.setInt(2, SWEPT_AT_ONCE);
            return statement.executeUpdate() == SWEPT_AT_ONCE;
        }
    }
}
