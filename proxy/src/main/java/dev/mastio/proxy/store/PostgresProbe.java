package dev.mastio.proxy.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks with a connection of its own: that the pool is busy must not look like a database that is away, nor hide that it is. */
final class PostgresProbe implements AutoCloseable {

    private final DataSource source;
    private final WriteProbe writes;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection;
    private boolean closed;

    PostgresProbe(DataSource source, WriteProbe writes) {
        this.source = source;
        this.writes = writes;
    }

    void ask() throws SQLException {
        with(current -> {
            try (Statement statement = current.createStatement()) {
                statement.execute("SELECT 1");
                if (writes.due()) {
                    statement.executeUpdate(WriteProbe.STATEMENT);
                    writes.succeeded();
                }
                return true;
            }
        });
    }

    /** After any failure the next one gets a new connection. */
    <T> T with(Store.Work<T> work) throws SQLException {
        lock.lock();
        try {
            if (closed) {
                throw new StoreUnavailable("the store is closed");
            }
            return work.on(connection == null ? connected() : connection);
        } catch (SQLException e) {
            disconnect();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            disconnect();
        } finally {
            lock.unlock();
        }
    }

    private Connection connected() throws SQLException {
        Connection made = source.getConnection();
        connection = made;
        // Replicas that write at once would refuse each other where the database's default is stricter.
        made.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return made;
    }

    private void disconnect() {
        Connection closing = connection;
        connection = null;
        if (closing != null) {
            Quietly.close(closing);
        }
    }
}
