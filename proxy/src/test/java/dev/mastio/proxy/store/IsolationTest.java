package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Postgres whose default for transactions is another than that with which locks work here. */
class IsolationTest {

    private static final int TURNS = 20;
    private static final String WAITING_FOR_US =
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid";

    @TempDir
    private Path directory;

    private TestDatabase database;

    @BeforeEach
    void makeTheDefaultStricter() throws Exception {
        database = TestDatabase.fresh(Store.Kind.POSTGRES, directory);
        run(database.open(), """
                CREATE TABLE turns (n integer PRIMARY KEY);
                DO $$ BEGIN
                    EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = ''repeatable read''', current_database());
                END $$""");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void transactionsSeeWhatWasCommittedWhileTheyWaitedForTheirTurn() throws Exception {
        List<Future<Boolean>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Store replica : List.of(database.open(), database.open())) {
                for (int turn = 0; turn < TURNS; turn++) {
                    outcomes.add(threads.submit(() -> replica.write(IsolationTest::takeTurn)));
                }
            }
        }

        for (Future<Boolean> outcome : outcomes) {
            assertThat(outcome.get()).isTrue();
        }
        String turns = database.open().read(connection -> value(connection, "SELECT count(*) FROM turns"));
        assertThat(turns).isEqualTo(Integer.toString(2 * TURNS));
    }

    @Test
    void everyConnectionHasIt() throws Exception {
        Store store = database.open();

        String reading = store.read(IsolationTest::isolation);
        String writing = store.write(IsolationTest::isolation);

        assertThat(List.of(reading, writing)).containsOnly("read committed");
    }

    /** Readiness writes as well, and replicas are asked at the same time. */
    @Test
    void probesDoNotRefuseEachOther() throws Exception {
        Store one = database.open();
        Store other = database.open();

        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> asking = threads.submit(() -> {
                while (!enough.get()) {
                    other.ask();
                }
                return true;
            });
            try {
                one.write(connection -> {
                    run(connection, WriteProbe.STATEMENT);
                    await("the other one waits for this transaction")
                            .until(() -> value(connection, WAITING_FOR_US).equals("1"));
                    return true;
                });
            } finally {
                enough.set(true);
            }
            assertThat(asking.get()).isTrue();
        }
    }

    private static String isolation(Connection connection) throws SQLException {
        return value(connection, "SHOW transaction_isolation");
    }

    private static boolean takeTurn(Connection connection) throws SQLException {
        run(connection, "SELECT pg_advisory_xact_lock(1)");
        run(connection, "INSERT INTO turns SELECT coalesce(max(n), 0) + 1 FROM turns");
        return true;
    }

    private static void run(Store store, String sql) throws SQLException {
        store.write(connection -> {
            run(connection, sql);
            return true;
        });
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
