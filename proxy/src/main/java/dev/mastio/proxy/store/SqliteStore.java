package dev.mastio.proxy.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** One SQLite file: one thread that writes, a few connections that read, all opened again after they failed. */
final class SqliteStore implements Store {

    private final SqliteFile file;
    private final SqliteWriter writer;
    private final SqliteReaders readers;
    private final Schema schema;
    private final WriteProbe writes = new WriteProbe(System::nanoTime);

    SqliteStore(Path path, boolean mayMigrate) {
        this(path, SynchronousMode.FULL, mayMigrate);
    }

    SqliteStore(Path path, SynchronousMode synchronous) {
        this(path, synchronous, true);
    }

    private SqliteStore(Path path, SynchronousMode synchronous, boolean mayMigrate) {
        file = new SqliteFile(path, synchronous);
        writer = new SqliteWriter(file);
        readers = new SqliteReaders(file);
        schema = new Schema(new Migrations(Kind.SQLITE, mayMigrate), file.writing(), connection -> readAnew());
    }

    @Override
    public void ask() throws SQLException {
        schema.attempt();
        requireSameFile();
        readers.read(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement
                        .executeQuery("SELECT count(*) FROM sqlite_schema")
                        .next();
            }
        });
        if (writes.due()) {
            write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.executeUpdate(WriteProbe.STATEMENT);
                }
            });
            writes.succeeded();
        }
    }

    /**
     * SQLite answers readers from memory, however slow the disk is. So this is an empty transaction of the writer's: it waits for the one under
     * way and for groups that have their turn, then for the commit of those it is put together with, and for the file's lock. Alone it writes no page and syncs nothing: a disk
     * that nobody waits for is not asked.
     */
    @Override
    public void takeTurn() throws SQLException {
        Store.super.takeTurn();
        write(connection -> true);
    }

    @Override
    public Kind kind() {
        return Kind.SQLITE;
    }

    @Override
    public <T> T read(Work<T> work) throws SQLException {
        schema.require();
        try {
            return readers.read(work);
        } catch (SQLException e) {
            throw SqliteFile.explained(e);
        }
    }

    @Override
    public <T> T write(Work<T> work) throws SQLException {
        schema.require();
        try {
            return writer.write(work);
        } catch (SQLException e) {
            throw SqliteFile.explained(e);
        }
    }

    @Override
    public <T> T writeByOneStatement(Work<T> work) throws SQLException {
        return write(work);
    }

    @Override
    public <W extends GroupCommit.Waiting> GroupCommit<W> groups(
            String name, int waiting, int together, GroupCommit.Group<W> group) {
        return new WriterTurns<>(writer, name, waiting, together, group);
    }

    @Override
    public void close() {
        schema.close();
        writer.close();
        readers.close();
    }

    private void readAnew() {
        readers.reopen();
        file.recognise();
    }

    /** The page cache would answer even when the volume lost the file, so ask the file system as well. */
    private void requireSameFile() throws StoreUnavailable {
        try {
            file.requireRecognised();
        } catch (StoreUnavailable e) {
            schema.forget();
            throw e;
        }
    }
}
