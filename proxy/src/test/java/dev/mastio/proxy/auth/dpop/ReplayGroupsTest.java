package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mastio.proxy.auth.TestClock;
import dev.mastio.proxy.journal.CallJournal;
import dev.mastio.proxy.journal.CallNote;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Refusal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of uses that are settled together, whose rows are in a table of this test's. */
@ParameterizedClass
@EnumSource
class ReplayGroupsTest {

    private static final int OUTDATED = -1;
    private static final String FIRST = "the first one, which the others wait behind";
    private static final String UNTHINKABLE = "makes no row";
    private static final String IMPOSSIBLE = "refused by the database";
    private static final String BROKEN = "breaks the program";
    private static final String AWAY = "when the database goes away";
    private static final String PRESENT = "the registry's mark";
    private static final Duration PATIENT = Duration.ofSeconds(15);

    private final Store.Kind kind;
    private final List<Use> queued = new ArrayList<>();
    private final List<Integer> groups = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store store;
    private ReplayLedger<String> ledger;

    /** Somebody who uses a proof, and the status that it gets. */
    private record Use(Thread thread, FutureTask<Integer> status) {}

    ReplayGroupsTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        store = database.open();
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("CREATE TABLE taken (tool varchar(99))");
            }
        });
        ledger = ledger(PATIENT);
    }

    @AfterEach
    void close() {
        released.countDown();
        ledger.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {IMPOSSIBLE, BROKEN})
    void aCallThatCannotBeTakenDownLeavesItsProofUnusedAndTheOthersAlone(String bad) throws Exception {
        holdTheFirst();
        for (int i = 0; i < 12; i++) {
            queue("id " + i, i % 4 == 0 ? bad : "call " + i);
        }

        assertThat(statuses()).containsExactly(503, 200, 200, 200, 503, 200, 200, 200, 503, 200, 200, 200);
        assertThat(groups).startsWith(1, 12).hasSize(14);
        assertThat(taken()).hasSize(10).contains(FIRST, "call 1", "call 11").doesNotContain(bad);
        assertThat(status("id 0", "at last")).isEqualTo(200);
    }

    @Test
    void aCallThatMakesNoRowIsNobodyElses() throws Exception {
        holdTheFirst();
        queue("a", "call a");
        queue("b", "call b");

        assertThatThrownBy(() -> status("c", UNTHINKABLE)).isInstanceOf(IllegalArgumentException.class);

        assertThat(statuses()).containsExactly(200, 200);
        assertThat(groups).containsExactly(1, 2);
    }

    @Test
    void triesNobodyAloneWhileTheDatabaseIsAway() throws Exception {
        holdTheFirst();
        queue("a", "call a");
        queue("b", AWAY);
        queue("c", "call c");

        assertThat(statuses()).containsExactly(503, 503, 503);
        assertThat(groups).containsExactly(1, 3);
    }

    @Test
    void triesNobodyElseAloneOnceTheDatabaseIsAway() throws Exception {
        holdTheFirst();
        queue("a", IMPOSSIBLE);
        queue("b", "call b");
        queue("c", AWAY);
        queue("d", "call d");

        assertThat(statuses()).containsExactly(503, 200, 503, 503);
        assertThat(groups).containsExactly(1, 4, 1, 1, 1);
        assertThat(taken()).containsExactlyInAnyOrder(FIRST, "call b");
    }

    @ParameterizedTest
    @ValueSource(strings = {IMPOSSIBLE, BROKEN})
    void triesOneThatIsAloneOnce(String bad) {
        assertThat(status("a", bad)).isEqualTo(503);

        assertThat(groups).containsExactly(1);
    }

    @Test
    void ofTwoWithOneProofTheSecondSucceedsIfTheFirstCannotBeTakenDown() throws Exception {
        holdTheFirst();
        queue("a", IMPOSSIBLE);
        queue("a", "call a");
        queue("b", "call b");

        assertThat(statuses()).containsExactly(503, 200, 200);
        assertThat(taken()).containsExactlyInAnyOrder(FIRST, "call a", "call b");
    }

    @Test
    void ofTwoWithOneProofOneIsRefusedAlsoIfAnotherCannotBeTakenDown() throws Exception {
        holdTheFirst();
        queue("a", "call a");
        queue("a", "again");
        queue("b", IMPOSSIBLE);

        assertThat(statuses()).containsExactly(200, 401, 503);
        assertThat(taken()).containsExactlyInAnyOrder(FIRST, "call a");
    }

    @Test
    void whatDependsOnAnotherStateOfTheRegistryNeitherHappensNorUsesItsProofUp() throws Exception {
        holdTheFirst();
        queue("a", "call a", Optional.of("an older one"));
        queue("b", "call b", Optional.of(PRESENT));
        queue("c", "call c");

        assertThat(statuses()).containsExactly(OUTDATED, 200, 200);
        assertThat(taken()).containsExactlyInAnyOrder(FIRST, "call b", "call c");
        assertThat(status("a", "call again", Optional.of(PRESENT))).isEqualTo(200);
        assertThat(status("b", "call again", Optional.of("an older one"))).isEqualTo(OUTDATED);
        assertThat(status("b", "call again", Optional.of(PRESENT))).isEqualTo(401);
    }

    @Test
    void ofTwoWithOneProofTheSecondSucceedsIfTheFirstDependsOnAnotherStateOfTheRegistry() throws Exception {
        holdTheFirst();
        queue("a", "call a", Optional.of("an older one"));
        queue("a", "again", Optional.of(PRESENT));

        assertThat(statuses()).containsExactly(OUTDATED, 200);
        assertThat(taken()).containsExactlyInAnyOrder(FIRST, "again");
    }

    @Test
    void whatNobodyWaitsForAnyMoreDoesNotHappen() throws Exception {
        holdTheFirst();
        queue("a", "call a");
        queue("given up", "of one who gave up");
        queued.getLast().thread.interrupt();
        queued.getLast().thread.join();

        assertThat(statuses()).containsExactly(200, 500);
        assertThat(status("given up", "call again")).isEqualTo(200);
        assertThat(taken()).containsExactlyInAnyOrder(FIRST, "call a", "call again");
    }

    @Test
    void whatNobodyWaitsForAnyMoreWhenItsTransactionBeginsIsNotTakenDown() throws Exception {
        Proof proof = proof("a");
        ReplayLedger<String> impatient = ledger(Duration.ofMillis(300));
        Thread other = Thread.startVirtualThread(() -> hold(proof));
        begun.await();
        assertThat(status(impatient, proof, Optional.of(call("of one who gave up"))))
                .isEqualTo(503);

        released.countDown();
        other.join();
        impatient.close();

        assertThat(taken()).isEmpty();
    }

    @Test
    void aProofWithoutACallDoesNotWaitForTheAuditLog() throws Exception {
        assumeTrue(kind == Store.Kind.POSTGRES, "all that is written to SQLite waits for each other");
        holdTheFirst();

        assertThat(status(ledger, proof("of a mint"), Optional.empty())).isEqualTo(200);

        assertThat(queued.getFirst().status.isDone()).isFalse();
    }

    /** It is being taken down, and the next group forms behind it, until {@link #statuses} releases it. */
    private void holdTheFirst() throws InterruptedException {
        queue("first", FIRST);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Has the proof of that id used with a call of that tool; returns when that waits. */
    private void queue(String id, String tool) {
        queue(id, tool, Optional.empty());
    }

    private void queue(String id, String tool, Optional<String> mark) {
        FutureTask<Integer> status = new FutureTask<>(() -> status(id, tool, mark));
        Thread thread = Thread.startVirtualThread(status);
        queued.add(new Use(thread, status));
        await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    /** Of all but the first, in the order of their coming. */
    private List<Integer> statuses() throws Exception {
        released.countDown();
        List<Integer> statuses = new ArrayList<>();
        for (Use use : queued) {
            statuses.add(use.status.get(20, TimeUnit.SECONDS));
        }
        assertThat(statuses.removeFirst()).isEqualTo(200);
        return statuses;
    }

    private int status(String id, String tool) {
        return status(id, tool, Optional.empty());
    }

    private int status(String id, String tool, Optional<String> mark) {
        return status(ledger, proof(id), Optional.of(call(tool)), mark);
    }

    private static int status(ReplayLedger<String> ledger, Proof proof, Optional<CallNote> call) {
        return status(ledger, proof, call, Optional.empty());
    }

    private static int status(
            ReplayLedger<String> ledger, Proof proof, Optional<CallNote> call, Optional<String> mark) {
        try {
            ledger.use(proof, call, mark);
            return 200;
        } catch (Refusal refusal) {
            return refusal.status();
        } catch (OutdatedException e) {
            return OUTDATED;
        } catch (InterruptedException e) {
            return 500;
        }
    }

    /** Another one has the proof, until it is released; then it has not used it after all. */
    private void hold(Proof proof) {
        try (Store other = database.open()) {
            other.write(connection -> {
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO "
                        + ReplayLedgerTest.table(kind) + " (proof, expires_at) VALUES (?, 9000000000)")) {
                    insert.setBytes(1, ReplayKey.of(proof).bytes());
                    insert.executeUpdate();
                }
                awaitRelease();
                throw new SQLException("not after all");
            });
        } catch (SQLException expected) {
            // it was undone
        }
    }

    private void awaitRelease() {
        begun.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String row(CallNote call) {
        if (call.tool().equals(UNTHINKABLE)) {
            throw new IllegalArgumentException(UNTHINKABLE);
        }
        return call.tool();
    }

    private void write(Connection connection, List<String> tools) throws SQLException {
        groups.add(tools.size());
        if (tools.contains(FIRST)) {
            awaitRelease();
        }
        if (tools.contains(IMPOSSIBLE)) {
            throw new SQLException(IMPOSSIBLE);
        }
        if (tools.contains(BROKEN)) {
            throw new IllegalStateException(BROKEN);
        }
        if (tools.contains(AWAY)) {
            throw new SQLTransientException(AWAY);
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO taken (tool) VALUES (?)")) {
            for (String tool : tools) {
                insert.setString(1, tool);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private List<String> taken() throws SQLException {
        return store.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT tool FROM taken")) {
                List<String> taken = new ArrayList<>();
                while (rows.next()) {
                    taken.add(rows.getString(1));
                }
                return taken;
            }
        });
    }

    private ReplayLedger<String> ledger(Duration patience) {
        TestClock clock = new TestClock(Instant.ofEpochSecond(1_795_468_892));
        Store own = database.open();
        return new ReplayLedger<>(
                own,
                TestTables.of(own),
                new CallJournal<>(ReplayGroupsTest::row, this::write),
                connection -> PRESENT,
                TestTables.times(clock),
                512,
                patience);
    }

    private static Proof proof(String id) {
        return new Proof("a", id);
    }

    private static CallNote call(String tool) {
        return new CallNote("acme::alice", tool, "error", "", "r1", Duration.ZERO, Optional.empty());
    }
}
