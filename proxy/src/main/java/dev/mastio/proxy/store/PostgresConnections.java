package dev.mastio.proxy.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mastio.proxy.config.Database;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** How connections to that Postgres are made: the pool for requests, and others beside it. */
final class PostgresConnections {

    static final int POOL_SIZE = 10;
    /** How long a request waits for one of them. Then it is refused: a longer queue would only make all of them late. */
    private static final Duration POOL_PATIENCE = Duration.ofSeconds(2);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Bounds how long a server that hangs, rather than refuses, can hold a thread. */
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /** A migration may rewrite tables. */
    private static final Duration MIGRATION = Duration.ofHours(1);

    /**
     * Shorter than {@link #ANSWER}, so that the server gives up first and says why. A transaction whose client stopped in its middle
     * is ended by the server: it may hold the lock that all replicas need. Whatever the server's defaults are, what was committed must be
     * on disk, and on that of a standby where the server names any that it waits for: {@code local} and {@code remote_write} would confirm
     * before, and differ from {@code on} in nothing where it names none. And who has waited for that lock must see what was committed meanwhile. Said here and not to the pool, which compares with
     * the default that its first connection had.
     */
    private static final String SESSION = """
            SET default_transaction_isolation = 'read committed';
            SET statement_timeout = 4000;
            SET lock_timeout = 2000;
            SET idle_in_transaction_session_timeout = 4000;
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')
            """;

    private final Database.Postgres postgres;

    PostgresConnections(Database.Postgres postgres) {
        this.postgres = postgres;
    }

    /** The pool. It connects when it is asked, and replaces connections that broke. */
    HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setDataSource(source(ANSWER));
        config.setConnectionInitSql(SESSION);
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(POOL_PATIENCE.toMillis());
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** Single connections that give up as early as those of the pool. */
    DataSource probing() {
        return source(ANSWER);
    }

    /** Single connections for migrations. */
    DataSource migrating() {
        return source(MIGRATION);
    }

    private DataSource source(Duration answer) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {postgres.host()});
        source.setPortNumbers(new int[] {postgres.port()});
        source.setDatabaseName(postgres.name());
        postgres.credentials().username().ifPresent(source::setUser);
        postgres.credentials().password().ifPresent(source::setPassword);
        postgres.sslMode().ifPresent(source::setSslMode);
        source.setApplicationName("mastio-proxy");
        source.setConnectTimeout(Math.toIntExact(CONNECT.toSeconds()));
        source.setSocketTimeout(Math.toIntExact(answer.toSeconds()));
        source.setTcpKeepAlive(true);
        source.setReWriteBatchedInserts(true);
        // Most statements repeat: have the server parse them once.
        source.setPrepareThreshold(1);
        return source;
    }
}
