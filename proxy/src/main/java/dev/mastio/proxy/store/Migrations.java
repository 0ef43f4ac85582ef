package dev.mastio.proxy.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The SQL files that make the tables, in the order of their numbers. The file {@code index} beside them lists them, because looking
 * them up costs more at start than asking a database whether it has seen them all.
 */
final class Migrations {

    private static final String HISTORY = "flyway_schema_history";
    /** One a second: a replica that finds another one migrating waits for it. */
    private static final int LOCK_ATTEMPTS = 300;

    private final Store.Kind kind;
    private final List<String> files;
    private final boolean mayRun;

    Migrations(Store.Kind kind) {
        this(kind, true);
    }

    /** Those that may run, or else are only looked for. */
    Migrations(Store.Kind kind, boolean mayRun) {
        this.kind = kind;
        this.files = index();
        this.mayRun = mayRun;
    }

    /** Names of the files. */
    List<String> files() {
        return files;
    }

    /** Whether that database has seen all of them. It may have seen more, of a later version that runs beside this one. */
    boolean areIn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!hasHistory(statement)) {
                return false;
            }
            Set<String> seen = new HashSet<>();
            try (ResultSet scripts = statement.executeQuery("SELECT script FROM " + HISTORY + " WHERE success")) {
                while (scripts.next()) {
                    seen.add(scripts.getString(1));
                }
            }
            return seen.containsAll(files);
        }
    }

    /**
     * Runs those that the database has not seen. Safe to call from many processes at once.
     *
     * @throws UnmigratedException if they may not run
     */
    void run(DataSource database) throws SQLException {
        if (!mayRun) {
            throw refusal(database);
        }
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .loggers("slf4j")
                    .dataSource(database)
                    .locations("classpath:" + folder())
                    .table(HISTORY)
                    .lockRetryCount(LOCK_ATTEMPTS)
                    // Rooms number their files in a hundred of their own each: a new one need not be the last.
                    .outOfOrder(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new SQLException("the migration failed: " + e.getMessage(), e);
        }
    }

    private UnmigratedException refusal(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            return new UnmigratedException(
                    hasHistory(statement)
                            ? "the database is of an older version: start the service, which brings it up to date, or use the program of that version"
                            : "the database is empty; start the service, or run `admin bootstrap`");
        }
    }

    private boolean hasHistory(Statement statement) throws SQLException {
        try (ResultSet exists = statement.executeQuery(existsHistory())) {
            return exists.next() && exists.getBoolean(1);
        }
    }

    private String existsHistory() {
        return switch (kind) {
            case SQLITE -> "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '" + HISTORY + "'";
            case POSTGRES -> "SELECT to_regclass('" + HISTORY + "') IS NOT NULL";
        };
    }

    private String folder() {
        return "dev/mastio/proxy/store/" + kind.name().toLowerCase(Locale.ROOT);
    }

    private List<String> index() {
        String name = "/" + folder() + "/index";
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its resource " + name);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
