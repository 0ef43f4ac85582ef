package dev.mastio.proxy.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A connection that keeps the statements it has prepared: the same few come with each group of requests, and to prepare one can cost more
 * than to run it. Whoever prepares and closes one need not know. For one thread at a time.
 */
final class KeepingConnection extends JDBC4Connection {

    private static final int KEPT = 64;

    /** Those that nobody uses, the one that was closed last at the end. */
    private final LinkedHashMap<String, Kept> idle = new LinkedHashMap<>();

    KeepingConnection(String url, String file, Properties properties) throws SQLException {
        super(url, file, properties);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        checkOpen();
        checkCursor(type, concurrency, holdability);
        @Nullable Kept known = idle.remove(sql);
        return known == null ? new Kept(this, sql) : known.awake();
    }

    private void keep(String text, Kept statement) throws SQLException {
        @Nullable Kept other = idle.put(text, statement);
        if (other != null) {
            other.end();
        }
        if (idle.size() > KEPT) {
            idle.pollFirstEntry().getValue().end();
        }
    }

    private static final class Kept extends JDBC4PreparedStatement {

        private final KeepingConnection connection;
        private final String text;
        private boolean asleep;

        Kept(KeepingConnection connection, String text) throws SQLException {
            super(connection, text);
            this.connection = connection;
            this.text = text;
        }

        Kept awake() {
            asleep = false;
            return this;
        }

        /** Some failures end a statement for good, and so does the end of its connection. */
        @Override
        public void close() throws SQLException {
            if (asleep) {
                return;
            }
            if (pointer.isClosed()) {
                end();
                return;
            }
            rs.close();
            pointer.safeRunConsume(DB::reset);
            clearBatch();
            clearParameters();
            asleep = true;
            connection.keep(text, this);
        }

        private void end() throws SQLException {
            super.close();
        }
    }
}
