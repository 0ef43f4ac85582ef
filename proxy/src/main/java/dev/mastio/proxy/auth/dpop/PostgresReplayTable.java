package dev.mastio.proxy.auth.dpop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;

/** One statement claims any number of them, so that many requests share one round trip. */
final class PostgresReplayTable implements ReplayTable {

    /** A replica that started with a clock that is ahead must not forget what the others remember. Stable within a statement, for the index. */
    private static final String NO_LATER_THAN_HERE =
            "LEAST(?, floor(extract(epoch FROM statement_timestamp()))::bigint)";

    private static final String CLAIM = """
            INSERT INTO dpop_replay (proof, expires_at) SELECT unnest(?), ?
            ON CONFLICT (proof) DO UPDATE SET expires_at = EXCLUDED.expires_at WHERE dpop_replay.expires_at <= %s
            RETURNING proof""".formatted(NO_LATER_THAN_HERE);

    /** Those that another replica is just forgetting are left to it. */
    private static final String SWEEP = """
            DELETE FROM dpop_replay WHERE proof IN
            (SELECT proof FROM dpop_replay WHERE expires_at <= %s LIMIT ? FOR UPDATE SKIP LOCKED)""".formatted(NO_LATER_THAN_HERE);

    @Override
    public void prepare(long now) {
        // The index is where the rows are.
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
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    claimed.add(ReplayKey.stored(rows.getBytes(1)));
                }
            }
        }
        return claimed;
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
