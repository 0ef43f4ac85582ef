package dev.mastio.proxy.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.mastio.proxy.config.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Postgres through a small pool; connections that broke are replaced by the pool itself. */
final class PostgresStore implements Store {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresStore.class);

    /** Classes of SQL states: connection, no resources, intervention by an operator, system error. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");
    /** Rolled back by a conflict, lock or transaction timed out, a standby that takes no writes. */
    private static final Set<String> NOT_NOW = Set.of("40001", "40P01", "55P03", "25P03", "25006");

    private static final String NO_SUCH_TABLE = "42P01";

    private final HikariDataSource pool;
    private final PostgresProbe probe;
    private final Schema schema;

    PostgresStore(Database.Postgres postgres) {
        this(postgres, true);
    }

    PostgresStore(Database.Postgres postgres, boolean mayMigrate) {
        PostgresConnections connections = new PostgresConnections(postgres);
        pool = connections.pool();
        probe = new PostgresProbe(connections.probing(), new WriteProbe(System::nanoTime));
        schema = new Schema(
                new Migrations(Kind.POSTGRES, mayMigrate), connections.migrating(), PostgresStore::warnIfUnsafe);
    }

    @Override
    public void ask() throws SQLException {
        schema.attempt();
        try {
            probe.ask();
        } catch (SQLException e) {
            forgetIfAnother(e);
            throw e;
        }
    }

    @Override
    public Kind kind() {
        return Kind.POSTGRES;
    }

    @Override
    public <T> T read(Work<T> work) throws SQLException {
        return withConnection(work);
    }

    @Override
    public <T> T readAside(Work<T> work) throws SQLException {
        schema.require();
        try {
            return probe.with(work);
        } catch (SQLException e) {
            forgetIfAnother(e);
            throw e;
        }
    }

    @Override
    public <T> T write(Work<T> work) throws SQLException {
        return withConnection(connection -> {
            Afterwards afterwards = new Afterwards();
            T result = Transaction.around(connection, within -> afterwards.taken(within, work));
            afterwards.now();
            return result;
        });
    }

    @Override
    public <T> T writeByOneStatement(Work<T> work) throws SQLException {
        return withConnection(connection -> {
            Afterwards afterwards = new Afterwards();
            T result = afterwards.taken(connection, work);
            afterwards.now();
            return result;
        });
    }

    @Override
    public void close() {
        schema.close();
        probe.close();
        pool.close();
    }

    private <T> T withConnection(Work<T> work) throws SQLException {
        schema.require();
        try (Connection connection = pool.getConnection()) {
            return work.on(connection);
        } catch (StoreUnavailable e) {
            throw e;
        } catch (SQLException e) {
            if (forgetIfAnother(e)) {
                throw new StoreUnavailable(String.valueOf(e.getMessage()), e);
            }
            throw isTransient(e) ? new StoreUnavailable(String.valueOf(e.getMessage()), e) : e;
        }
    }

    /** Someone put another database in its place. A replica that is not ready gets no requests, so readiness must find out as well. */
    private boolean forgetIfAnother(SQLException e) {
        boolean another = NO_SUCH_TABLE.equals(e.getSQLState());
        if (another) schema.forget();
        return another;
    }

    private static void warnIfUnsafe(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet fsync = statement.executeQuery("SHOW fsync")) {
            if (fsync.next() && "off".equals(fsync.getString(1))) {
                LOG.warn("the database server runs with fsync = off: what it confirms is lost when its machine stops");
            }
        }
    }

    private static boolean isTransient(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransientException
                || (state != null && state.length() == 5 && AWAY.contains(state.substring(0, 2)))
                || NOT_NOW.contains(String.valueOf(state));
    }
}
