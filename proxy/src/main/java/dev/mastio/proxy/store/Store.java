package dev.mastio.proxy.store;

import dev.mastio.proxy.config.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The database of this process. */
public interface Store extends AutoCloseable {

    /** What is asked of a connection, which the store lends and takes back. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it. */
        T on(Connection connection) throws SQLException;
    }

    /** The two kinds of database, whose SQL differs here and there. */
    enum Kind {
        SQLITE,
        POSTGRES
    }

    /** Which kind this is. */
    Kind kind();

    /**
     * Asks the database something that it cannot answer from our memory.
     *
     * @throws SQLException if it does not answer; the next call tries anew, with a new connection if that is what it takes
     */
    void ask() throws SQLException;

    /**
     * Waits for its turn as requests do and then asks as little as can be, so that how long it takes tells how slow the database is to them.
     * Changes nothing.
     */
    default void takeTurn() throws SQLException {
        read(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("SELECT 1");
            }
        });
    }

    /** Reads. Sees what every earlier {@link #write} has committed. */
    <T> T read(Work<T> work) throws SQLException;

    /**
     * Reads for who asks whether all is well, as {@link #ask} does: a pool that is busy is no trouble of the database's. One work at a time.
     */
    default <T> T readAside(Work<T> work) throws SQLException {
        return read(work);
    }

    /** Changes, in one transaction: durable when this returns, undone when it throws. */
    <T> T write(Work<T> work) throws SQLException;

    /** The same by work that is a single statement: on Postgres that is a transaction by itself, and one round trip. */
    <T> T writeByOneStatement(Work<T> work) throws SQLException;

    /**
     * Commits what waits together, by writes of this store.
     *
     * @param name in messages
     * @param waiting more than this waiting would wait too long
     * @param together how many make up a group at most
     */
    default <W extends GroupCommit.Waiting> GroupCommit<W> groups(
            String name, int waiting, int together, GroupCommit.Group<W> group) {
        return new GroupThread<>(name, waiting, together, group);
    }

    /**
     * Has something done right after the write that calls is durable; never if that fails, or nobody can tell.
     *
     * @throws java.util.NoSuchElementException if no write calls
     */
    static void afterwards(Runnable action) {
        Afterwards.add(action);
    }

    @Override
    void close();

    /** Opens the store that the settings name, and makes the tables that this version wants. */
    static Store open(Database database) {
        return open(database, true);
    }

    /** Opens it as it is. Whatever is asked of one that lacks tables is refused with {@link UnmigratedException}, by {@link #ask} at first. */
    static Store openAsItIs(Database database) {
        return open(database, false);
    }

    private static Store open(Database database, boolean mayMigrate) {
        // Not by a switch over types: the JVM makes code for each at every start, also with an AOT cache.
        if (database instanceof Database.Sqlite sqlite) {
            return new SqliteStore(sqlite.file(), mayMigrate);
        }
        if (database instanceof Database.Postgres postgres) {
            return new PostgresStore(postgres, mayMigrate);
        }
        throw new IllegalArgumentException("a kind of database that nothing opens: " + database);
    }
}
