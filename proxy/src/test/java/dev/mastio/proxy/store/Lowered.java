package dev.mastio.proxy.store;

import dev.mastio.proxy.config.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** Stores that do not keep the promise to sync before they confirm, so that a test which says that they keep it can be seen to fail. */
public final class Lowered {

    private Lowered() {}

    /** That database, with {@code PRAGMA synchronous} or {@code synchronous_commit} set to that value. */
    public static Store open(Database database, String synchronous) {
        return switch (database) {
            case Database.Sqlite sqlite -> new SqliteStore(sqlite.file(), SynchronousMode.valueOf(synchronous));
            case Database.Postgres postgres -> new LoweredPostgres(new PostgresStore(postgres), synchronous);
        };
    }

    private record LoweredPostgres(Store store, String synchronous) implements ForwardingStore {

        @Override
        public <T> T write(Work<T> work) throws SQLException {
            return store.write(connection -> {
                execute(connection, "SET LOCAL synchronous_commit = " + synchronous);
                return work.on(connection);
            });
        }

        @Override
        public <T> T writeByOneStatement(Work<T> work) throws SQLException {
            return store.writeByOneStatement(connection -> {
                execute(connection, "SET synchronous_commit = " + synchronous);
                try {
                    return work.on(connection);
                } finally {
                    execute(connection, "SET synchronous_commit = on");
                }
            });
        }

        private static void execute(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
