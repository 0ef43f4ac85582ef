package dev.mastio.proxy.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One SQLite file with one connection, which is opened again after it failed. */
final class SqliteStore implements Store {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection;
    private @Nullable Object identity;

    SqliteStore(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    @Override
    public void ask() throws SQLException {
        lock.lock();
        try {
            // The page cache would answer even when the volume lost the file, so ask the file system as well.
            if (connection != null && !Objects.equals(identity, identityOnDisk())) {
                disconnect();
                throw new SQLException("the database file " + file + " is gone or was replaced; opening it again");
            }
            try (Statement statement = connected().createStatement()) {
                statement.executeQuery("SELECT count(*) FROM sqlite_schema").close();
            } catch (SQLException e) {
                disconnect();
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Kind kind() {
        return Kind.SQLITE;
    }

    @Override
    public <T> T read(Work<T> work) throws SQLException {
        lock.lock();
        try {
            return work.on(connected());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <T> T write(Work<T> work) throws SQLException {
        lock.lock();
        try {
            return Transaction.around(connected(), work);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            disconnect();
        } finally {
            lock.unlock();
        }
    }

    private Connection connected() throws SQLException {
        Connection current = connection;
        if (current == null) {
            current = DriverManager.getConnection("jdbc:sqlite:" + file);
            connection = current;
            try (Statement statement = current.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                // A commit that was answered for must survive a power cut, not only a crash of this process.
                statement.execute("PRAGMA synchronous = FULL");
            }
            identity = identityOnDisk();
        }
        return current;
    }

    private @Nullable Object identityOnDisk() {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private void disconnect() {
        Connection closing = connection;
        connection = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (SQLException e) {
                LOG.debug("closing a connection that failed", e);
            }
        }
    }
}
