package dev.mastio.proxy.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mastio.proxy.config.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Postgres through a small pool; connections that broke are replaced by the pool itself. */
final class PostgresStore implements Store {

    private static final int POOL_SIZE = 10;
    /** Below a probe's timeout of one second, so that the probe gets the reason and not just silence. */
    private static final long CONNECT_MILLIS = 700;
    /** Bounds how long a server that hangs, rather than refuses, can hold a thread. */
    private static final int SOCKET_SECONDS = 5;

    private final HikariDataSource pool;

    PostgresStore(Database.Postgres postgres) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl("jdbc:postgresql://%s:%d/%s".formatted(postgres.host(), postgres.port(), postgres.name()));
        postgres.credentials().username().ifPresent(config::setUsername);
        postgres.credentials().password().ifPresent(config::setPassword);
        postgres.sslMode().ifPresent(mode -> config.addDataSourceProperty("sslmode", mode));
        config.addDataSourceProperty("ApplicationName", "mastio-proxy");
        config.addDataSourceProperty("socketTimeout", SOCKET_SECONDS);
        config.addDataSourceProperty("connectTimeout", SOCKET_SECONDS);
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setValidationTimeout(CONNECT_MILLIS - 100);
        config.setInitializationFailTimeout(-1);
        pool = new HikariDataSource(config);
    }

    @Override
    public void ask() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    @Override
    public Kind kind() {
        return Kind.POSTGRES;
    }

    @Override
    public <T> T read(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return work.on(connection);
        }
    }

    @Override
    public <T> T write(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return Transaction.around(connection, work);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
