package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.auth.TestClock;
import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.journal.CallJournal;
import dev.mastio.proxy.journal.CallNote;
import dev.mastio.proxy.store.RoundTrips;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Refusal;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shared store is asked for many proofs that come at once, as it goes over the wire. */
class ReplayRoundTripsTest {

    private static final int MANY = 64;
    private static final String PRESENT = "mark of the registry";

    private static final String CLAIM = "INSERT INTO dpop_replay";
    private static final String ROW = "INSERT INTO taken";
    private static final String MARK = "SELECT mark";

    @TempDir
    private Path directory;

    private TestDatabase database;
    private RoundTrips way;
    private Store store;
    private ReplayLedger<String> ledger;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(Store.Kind.POSTGRES, directory);
        database.open().write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE taken (tool varchar(99))");
                return statement.execute("CREATE TABLE marks AS SELECT CAST('" + PRESENT + "' AS text) AS mark");
            }
        });
        int port = URI.create(database.url()).getPort();
        way = RoundTrips.to(port);
        String url = database.url().replace(":" + port + "/", ":" + way.entrance() + "/");
        store = Store.open(SettingsReader.read(Map.of("PROXY_DB_URL", url)).database());
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            // By a connection of the pool, whose making would be what is held.
            store.takeTurn();
            return true;
        });
        TestClock clock = new TestClock(Instant.ofEpochSecond(1_000_000_002));
        ledger = new ReplayLedger<>(
                store,
                TestTables.of(store),
                new CallJournal<>(CallNote::tool, ReplayRoundTripsTest::takeDown),
                ReplayRoundTripsTest::mark,
                TestTables.times(clock),
                512,
                ReplayLedger.PATIENCE);
    }

    @AfterEach
    void close() throws Exception {
        way.release();
        ledger.close();
        store.close();
        way.close();
        database.close();
    }

    @Test
    void manyThatComeTogetherCostOneStatementThatIsATransactionByItself() throws Exception {
        useOneAndThenManyThatCameMeanwhile(Optional.empty(), Optional.empty());

        assertThat(asked()).containsExactly(List.of(CLAIM), List.of(CLAIM));
    }

    @Test
    void manyThatAreTakenDownWithTheirCallsCostTheTransactionOfTheRowsOneStatement() throws Exception {
        useOneAndThenManyThatCameMeanwhile(Optional.of(call("a tool")), Optional.of(PRESENT));

        assertThat(asked())
                .containsExactly(
                        List.of("BEGIN", MARK),
                        List.of(CLAIM),
                        List.of(ROW),
                        List.of("COMMIT"),
                        List.of("BEGIN", MARK),
                        List.of(CLAIM),
                        List.of(ROW),
                        List.of("COMMIT"));
    }

    private void useOneAndThenManyThatCameMeanwhile(Optional<CallNote> call, Optional<String> mark) throws Exception {
        way.forget();
        way.hold();
        FutureTask<Integer> first = use("first", call, mark);
        Thread.startVirtualThread(first);
        await().until(() -> way.held() > 0);
        List<FutureTask<Integer>> uses = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            FutureTask<Integer> use = use("id " + i, call, mark);
            uses.add(use);
            threads.add(Thread.startVirtualThread(use));
        }
        await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));

        way.release();

        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(200);
        for (FutureTask<Integer> use : uses) {
            assertThat(use.get(20, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    private FutureTask<Integer> use(String id, Optional<CallNote> call, Optional<String> mark) {
        return new FutureTask<>(() -> {
            try {
                ledger.use(new Proof("a", id), call, mark);
                return 200;
            } catch (Refusal refusal) {
                return refusal.status();
            }
        });
    }

    private List<List<String>> asked() {
        return way.asked().stream()
                .map(trip -> trip.stream().map(ReplayRoundTripsTest::kind).toList())
                .toList();
    }

    private static String kind(String sql) {
        for (String kind : List.of(CLAIM, ROW, MARK)) {
            if (sql.startsWith(kind)) {
                return kind;
            }
        }
        return sql;
    }

    private static String mark(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet marks = statement.executeQuery("SELECT mark FROM marks")) {
            marks.next();
            return marks.getString(1);
        }
    }

    private static void takeDown(Connection connection, List<String> tools) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO taken (tool) VALUES (?)")) {
            for (String tool : tools) {
                insert.setString(1, tool);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static CallNote call(String tool) {
        return new CallNote("acme::alice", tool, "error", "", "r1", Duration.ZERO, Optional.empty());
    }
}
