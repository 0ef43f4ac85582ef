package dev.mastio.proxy.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/** The file, and how it is opened. */
final class SqliteFile {

    /** For another process that writes, such as an operator's command. */
    private static final int BUSY_MILLIS = 2_000;

    private final Path path;
    private final Source writing;
    private final Source reading;
    private volatile @Nullable Object recognised;

    /**
     * That file.
     *
     * @param synchronous when the disk is synced; only {@code FULL} keeps the promise that a commit survives a power cut
     */
    SqliteFile(Path path, SQLiteConfig.SynchronousMode synchronous) {
        SqliteLibrary.locate();
        this.path = path.toAbsolutePath().normalize();
        writing = source(synchronous);
        reading = source(synchronous);
        reading.getConfig().resetOpenMode(SQLiteOpenMode.CREATE);
    }

    /** Connections that may change things. */
    DataSource writing() {
        return writing;
    }

    /** A connection that may not. */
    Connection openForReading() throws SQLException {
        Connection connection = reading.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            return connection;
        } catch (SQLException e) {
            Quietly.close(connection);
            throw e;
        }
    }

    /**
     * This is the file with our data. From now on it is not made anew when it is gone: an empty database in its place would look as
     * if nothing had ever happened.
     */
    void recognise() {
        recognised = identity();
        writing.getConfig().resetOpenMode(SQLiteOpenMode.CREATE);
    }

    /** Returns if the file is still the one that was recognised. */
    void requireRecognised() throws StoreUnavailable {
        requireSame(recognised);
    }

    /** Which file is there now; null if none. */
    @Nullable
    Object identity() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Returns if the file has that identity: connections go on to work on one that was deleted.
     *
     * @throws StoreUnavailable if it has not
     */
    void requireSame(@Nullable Object expected) throws StoreUnavailable {
        if (expected == null || !Objects.equals(expected, identity())) {
            throw new StoreUnavailable("the database file " + path + " is gone or was replaced");
        }
    }

    /** What it means to a caller: whether to try again later helps. */
    static SQLException explained(SQLException e) {
        if (e instanceof SQLiteException failure) {
            return switch (primary(failure)) {
                case SQLITE_CONSTRAINT, SQLITE_ERROR, SQLITE_MISMATCH, SQLITE_MISUSE, SQLITE_RANGE, SQLITE_TOOBIG -> e;
                default -> new StoreUnavailable(String.valueOf(e.getMessage()), e);
            };
        }
        return e;
    }

    /** Without the detail in the higher bits. */
    private static SQLiteErrorCode primary(SQLiteException failure) {
        return SQLiteErrorCode.getErrorCode(failure.getResultCode().code & 0xff);
    }

    private Source source(SQLiteConfig.SynchronousMode synchronous) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(synchronous);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        // What a savepoint needs to undo, too: else a file is written and removed again with each large transaction.
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        // The driver would ask for the number of each new row.
        config.setGetGeneratedKeys(false);
        return new Source(config, path.toString());
    }

    /** Of connections that keep their statements. */
    private static final class Source extends SQLiteDataSource {

        private final String file;

        Source(SQLiteConfig config, String file) {
            super(config);
            this.file = file;
            setUrl("jdbc:sqlite:" + file);
        }

        @Override
        public SQLiteConnection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
            Properties properties = getConfig().toProperties();
            int mode = getConfig().getOpenModeFlags();
            if ((mode & SQLiteOpenMode.CREATE.flag) != 0) {
                createIfMissing();
                // SQLite itself would make it readable for everybody.
                properties.setProperty(
                        SQLiteConfig.Pragma.OPEN_MODE.pragmaName, Integer.toString(mode & ~SQLiteOpenMode.CREATE.flag));
            }
            return new KeepingConnection(getUrl(), file, properties);
        }

        /** SQLite gives those that it makes beside the file the permissions of the file. */
        private void createIfMissing() {
            try {
                OwnersFile.create(Path.of(file));
            } catch (IOException e) {
                // It is there, or opening it says why it cannot be.
            }
        }
    }
}
