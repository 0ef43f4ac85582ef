package dev.mastio.proxy.audit;

import dev.mastio.proxy.config.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.sqlite.SQLiteConfig;

/** One connection of its own that inserts rows as those of the audit log, by one statement that is prepared once, and as durably. */
final class PlainInserts implements AutoCloseable {

    private static final String CREATE = """
            CREATE TABLE plain (chain_seq bigint PRIMARY KEY, timestamp text, agent_id text, action text, tool_name text, status text, \
            detail text, request_id text, duration_ms double precision, prev_hash text, row_hash text, dpop_jkt text, \
            on_behalf_of_user_id text, export_hash text, hash_format text)""";

    private static final String INSERT = """
            INSERT INTO plain (chain_seq, timestamp, agent_id, action, tool_name, status, detail, request_id, duration_ms, prev_hash, \
            row_hash, export_hash, hash_format) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'v2')""";

    private final Connection connection;
    private final PreparedStatement insert;
    private long inserted;

    private PlainInserts(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
        connection.setAutoCommit(false);
        insert = connection.prepareStatement(INSERT);
    }

    /** Into a new table beside those of the log. */
    static PlainInserts into(Database database) throws SQLException {
        return new PlainInserts(
                switch (database) {
                    case Database.Sqlite sqlite -> {
                        SQLiteConfig config = new SQLiteConfig();
                        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
                        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
                        config.setGetGeneratedKeys(false);
                        yield config.createConnection("jdbc:sqlite:" + sqlite.file());
                    }
                    case Database.Postgres postgres -> {
                        Properties properties = new Properties();
                        properties.setProperty("reWriteBatchedInserts", "true");
                        postgres.credentials().username().ifPresent(user -> properties.setProperty("user", user));
                        postgres.credentials()
                                .password()
                                .ifPresent(password -> properties.setProperty("password", password));
                        yield DriverManager.getConnection(
                                "jdbc:postgresql://%s:%d/%s"
                                        .formatted(postgres.host(), postgres.port(), postgres.name()),
                                properties);
                    }
                });
    }

    /**
     * Inserts for that long.
     *
     * @param size rows in a transaction
     * @return rows that were committed
     */
    long insertFor(Duration time, int size) throws SQLException {
        long before = inserted;
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            for (int i = 0; i < size; i++) {
                insert.setLong(1, ++inserted);
                insert.setString(2, "2026-05-21T10:00:00.000001+00:00");
                insert.setString(3, "acme::alice");
                insert.setString(4, "tool_execute");
                insert.setString(5, "cullis_stress_probe");
                insert.setString(6, "error");
                insert.setString(7, "Tool not found");
                insert.setString(8, "0123456789abcdef-1700000000000");
                insert.setDouble(9, 1.0);
                insert.setString(10, "47c6ac21da9d045ace97446fc6480f676f42260332725f01c7a63a16d9b37f35");
                insert.setString(11, "47c6ac21da9d045ace97446fc6480f676f42260332725f01c7a63a16d9b37f36");
                insert.setString(12, "47c6ac21da9d045ace97446fc6480f676f42260332725f01c7a63a16d9b37f37");
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
        return inserted - before;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
