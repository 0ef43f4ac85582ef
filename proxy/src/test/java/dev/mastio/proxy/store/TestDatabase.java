package dev.mastio.proxy.store;

import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.config.Database;
import dev.mastio.proxy.config.InvalidSettingsException;
import dev.mastio.proxy.config.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An empty database of either kind, and the stores that are open on it. All of one JVM share a Postgres server. */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger FILES = new AtomicInteger();

    private final String url;
    private final List<Store> open = new ArrayList<>();

    private TestDatabase(String url) {
        this.url = url;
    }

    /** A new one; SQLite files go into that directory. */
    public static TestDatabase fresh(Store.Kind kind, Path directory) throws SQLException {
        return new TestDatabase(
                switch (kind) {
                    case SQLITE -> "sqlite:///" + directory.resolve("mastio" + FILES.incrementAndGet() + ".db");
                    case POSTGRES -> Shared.SERVER.freshDatabase();
                });
    }

    /** As the settings name it. */
    public String url() {
        return url;
    }

    Database database() {
        try {
            return SettingsReader.read(Map.of("PROXY_DB_URL", url)).database();
        } catch (InvalidSettingsException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One more store on it, as one more replica would have. It is migrated when this returns, and closed with this. */
    public Store open() {
        Store store = Store.open(database());
        open.add(store);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            store.ask();
            return true;
        });
        return store;
    }

    /** As if it had not seen that migration and those after it, which those statements undo. Whoever opened it goes on without noticing. */
    public void rewind(String migration, String statements) throws SQLException {
        try (Store store = open()) {
            store.write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    for (String sql : statements.split(";", -1)) {
                        if (!sql.isBlank()) statement.executeUpdate(sql);
                    }
                    return statement.executeUpdate(
                            "DELETE FROM flyway_schema_history WHERE script >= '" + migration + "'");
                }
            });
        }
    }

    @Override
    public void close() {
        open.forEach(Store::close);
        if (database() instanceof Database.Postgres postgres) Shared.SERVER.drop(postgres.name());
    }

    private static final class Shared {

        static final PostgresServer SERVER = start();

        private static PostgresServer start() {
            try {
                // Each store holds ten connections.
                PostgresServer server = PostgresServer.start("fsync=off", "max_connections=400");
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
