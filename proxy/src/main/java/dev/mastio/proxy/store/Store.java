package dev.mastio.proxy.store;

import dev.mastio.proxy.config.Database;
import java.sql.SQLException;

/** The database of this proxy. Opening never fails: a database that is away now may be back before the first request. */
public interface Store extends AutoCloseable {

    /**
     * Asks the database something that it cannot answer from our memory.
     *
     * @throws SQLException if it does not answer; the next call tries anew, with a new connection if that is what it takes
     */
    void ask() throws SQLException;

    @Override
    void close();

    /** Opens the store that the settings name. */
    static Store open(Database database) {
        return switch (database) {
            case Database.Sqlite sqlite -> new SqliteStore(sqlite.file());
            case Database.Postgres postgres -> new PostgresStore(postgres);
        };
    }
}
