package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
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
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ReplayLedgerTest {

    private static final Proof PROOF = new Proof("thumbprint", "an id");

    private final Store.Kind kind;
    /** Long ago: nothing is forgotten later than by the clock of Postgres, which is the real one. */
    private final TestClock clock = new TestClock(Instant.ofEpochSecond(1_000_000_002));

    private final List<ReplayLedger<?>> ledgers = new ArrayList<>();

    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path directory;

    private TestDatabase database;
    private ReplayLedger<?> ledger;

    ReplayLedgerTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        ledger = replica();
    }

    @AfterEach
    void close() {
        ledgers.forEach(ReplayLedger::close);
        database.close();
    }

    @Test
    void aProofIsGoodOnce() throws Exception {
        ledger.use(PROOF, Optional.empty(), Optional.empty());

        assertThat(refusal(ledger, PROOF).detail()).isEqualTo("DPoP proof replay detected");
        assertThat(refusal(ledger, PROOF).status()).isEqualTo(401);
    }

    @Test
    void twoSendersMayChooseTheSameId() throws Exception {
        ledger.use(PROOF, Optional.empty(), Optional.empty());

        ledger.use(new Proof("another thumbprint", PROOF.id()), Optional.empty(), Optional.empty());
    }

    @Test
    void anIdMayBeLongAndStrange() throws Exception {
        Proof strange = new Proof("thumbprint", "\u0000'; DROP TABLE dpop_replay; --\ud800".repeat(500));

        ledger.use(strange, Optional.empty(), Optional.empty());

        assertThat(refusal(ledger, strange).status()).isEqualTo(401);
    }

    @Test
    void anotherReplicaAndOneStartedLaterRefuseItToo() throws Exception {
        ReplayLedger<?> other = replica();
        ledger.use(PROOF, Optional.empty(), Optional.empty());

        assertThat(refusal(other, PROOF).status()).isEqualTo(401);
        ledger.close();
        assertThat(refusal(replica(), PROOF).status()).isEqualTo(401);
    }

    @Test
    void ofManyWhoUseItAtOnceOnTwoReplicasOneSucceeds() throws Exception {
        List<ReplayLedger<?>> replicas = List.of(ledger, replica());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                List<Proof> proofs = List.of(new Proof("a", "id " + round), new Proof("b", "id " + round));
                List<Callable<Boolean>> uses = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    ReplayLedger<?> replica = replicas.get(i % 2);
                    Proof proof = proofs.get(i / 2 % 2);
                    uses.add(() -> succeeds(replica, proof));
                }
                int successes = 0;
                for (Future<Boolean> use : threads.invokeAll(uses)) {
                    successes += use.get() ? 1 : 0;
                }
                assertThat(successes).isEqualTo(proofs.size());
            }
        }
    }

    /** After a start there may be millions. */
    @Test
    void whileACallReadsWhichProofsWereUsedOthersCanWrite() throws Exception {
        Store store = database.open();
        ReplayTimes times = new ReplayTimes(clock, clock::nanos, ProofWindow.DEFAULT);
        SlowStart table = new SlowStart(TestTables.of(store, times));
        ReplayLedger<?> starting = replica(store, table, times);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> call = threads.submit(() -> {
                starting.use(PROOF, Optional.of(call("tool")), Optional.empty());
                return true;
            });
            table.begun.await();

            assertThat(store.<Boolean>write(connection -> true)).isTrue();

            assertThat(call.isDone()).isFalse();
            table.goOn.countDown();
            call.get();
        }
    }

    @Test
    void remembersForFiveMinutes() throws Exception {
        ledger.use(PROOF, Optional.empty(), Optional.empty());

        clock.forward(Duration.ofMinutes(5));
        assertThat(refusal(ledger, PROOF).status()).isEqualTo(401);
        clock.forward(Duration.ofSeconds(10));
        ledger.use(PROOF, Optional.empty(), Optional.empty());
    }

    @Test
    void takesACallDownWithTheFirstUseOnly() throws Exception {
        ledger.use(PROOF, Optional.of(call("first")), Optional.empty());

        assertThatThrownBy(() -> replica().use(PROOF, Optional.of(call("second")), Optional.empty()))
                .isInstanceOf(Refusal.class);

        assertThat(taken).containsExactly("first");
    }

    @Test
    void forgetsWhatHasExpired() throws Exception {
        for (int i = 0; i < 50; i++) {
            ledger.use(new Proof("a", "id " + i), Optional.empty(), Optional.empty());
        }
        clock.forward(Duration.ofSeconds(400));

        ledger.use(PROOF, Optional.empty(), Optional.empty());

        await().untilAsserted(() -> {
            // The newest row of then may have been kept once: whether it was looked at before or after this proof came
            // is open.
            clock.forward(Duration.ofSeconds(16));
            assertThat(refusal(ledger, PROOF).status()).isEqualTo(401);
            assertThat(rows()).isEqualTo(1);
        });
    }

    @Test
    void forgetsManyAlsoWhileNobodyElseComes() throws Exception {
        Store store = database.open();
        SortedSet<ReplayKey> many = new TreeSet<>();
        for (int i = 0; i < 3 * ReplayTable.SWEPT_AT_ONCE; i++) {
            many.add(ReplayKey.of(new Proof("a", "id " + i)));
        }
        claim(store, TestTables.of(store), many, 0, 300);
        clock.forward(Duration.ofSeconds(400));

        ledger.use(PROOF, Optional.empty(), Optional.empty());

        await().untilAsserted(() -> assertThat(rows()).isEqualTo(1));
    }

    @Test
    void forgetsWhatIsBehindProofsThatAreUsedAgainAndAgain() throws Exception {
        Store store = database.open();
        ReplayTable table = TestTables.of(store);
        SortedSet<ReplayKey> again = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            again.add(ReplayKey.of(new Proof("a", "again " + i)));
        }
        ReplayKey behind = ReplayKey.of(new Proof("b", "behind them"));
        claim(store, table, again, 0, 300);
        claim(store, table, new TreeSet<>(List.of(behind)), 0, 300);

        assertThat(claim(store, table, again, 301, 601)).hasSize(2_000);
        boolean more = true;
        while (more) {
            more = store.write(connection -> table.sweep(connection, 301));
        }

        assertThat(rows()).isEqualTo(2_000);
        assertThat(claim(store, table, again, 302, 602)).isEmpty();
    }

    @Test
    void remembersWhatTheTableHeldWhenItGotAnotherForm() throws Exception {
        assumeTrue(kind == Store.Kind.SQLITE, "only there it did");
        ReplayKey old = ReplayKey.of(PROOF);
        String hex = HexFormat.of().formatHex(old.bytes());
        database.rewind(
                "V307__used_proofs.sql",
                "DROP TRIGGER audit_checkpoints_once; DROP TRIGGER audit_anchors_once; DROP TABLE used_proofs;"
                        + "CREATE TABLE dpop_replay (proof BLOB NOT NULL UNIQUE, expires_at INTEGER NOT NULL);"
                        + "INSERT INTO dpop_replay (proof, expires_at) VALUES (x'" + hex + "', "
                        + (clock.instant().getEpochSecond() + 10) + ")");

        ReplayLedger<?> migrated = replica();

        assertThat(refusal(migrated, PROOF).status()).isEqualTo(401);
        migrated.use(new Proof("a", "another"), Optional.empty(), Optional.empty());
        clock.forward(Duration.ofMinutes(6).plusSeconds(10));
        migrated.use(PROOF, Optional.empty(), Optional.empty());
    }

    @Test
    void knowsAProofWhoseUseItDidNotReadBecauseTheTableIsAnother() throws Exception {
        Proof other = new Proof("a", "another");
        ledger.use(other, Optional.empty(), Optional.empty());
        ledger.use(new Proof("a", "which makes it read that"), Optional.empty(), Optional.empty());
        try (Store store = database.open()) {
            store.write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.executeUpdate("DELETE FROM " + table(kind));
                }
            });
        }
        replica().use(PROOF, Optional.empty(), Optional.empty());

        assertThat(refusal(ledger, PROOF).status()).isEqualTo(401);
        ledger.use(other, Optional.empty(), Optional.empty());
    }

    @Test
    void aUseThatWasUndoneIsNone() throws Exception {
        Store store = database.open();
        ReplayTable table = TestTables.of(store);
        SortedSet<ReplayKey> keys = new TreeSet<>(List.of(ReplayKey.of(PROOF)));
        table.prepare();

        assertThatThrownBy(() -> store.write(connection -> {
                    assertThat(table.claim(connection, keys, 0, 300)).hasSize(1);
                    assertThat(table.claim(connection, keys, 0, 300)).isEmpty();
                    throw new SQLException("not after all");
                }))
                .isInstanceOf(SQLException.class);

        assertThat(claim(store, table, keys, 0, 300)).hasSize(1);
        assertThat(claim(store, table, keys, 0, 300)).isEmpty();
    }

    @Test
    void refusesWithoutAnAnswerOfTheStore() {
        database.close();

        assertThat(refusal(ledger, PROOF).status()).isEqualTo(503);
    }

    @Test
    void shedsCallsWhoseProofsItHasNoRoomForAndTakesDownNothing() throws Exception {
        assumeTrue(kind == Store.Kind.SQLITE, "only there they are in memory");
        Store store = database.open();
        ReplayTimes times = TestTables.times(clock);
        ReplayLedger<?> small = replica(store, new SqliteReplayTable(store, times, 1), times);
        small.use(PROOF, Optional.of(call("first")), Optional.empty());
        Proof another = new Proof("thumbprint", "another id");

        assertThatThrownBy(() -> small.use(another, Optional.of(call("second")), Optional.empty()))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(503);
                    assertThat(refusal.headers())
                            .containsEntry("Retry-After", "1")
                            .containsEntry("x-cullis-shed-reason", "proof_memory_limit");
                });
        clock.forward(Duration.ofSeconds(310));
        small.use(another, Optional.of(call("third")), Optional.empty());

        assertThat(taken).containsExactly("first", "third");
    }

    @Test
    void remembersAProofForAsLongAsALongWindowMakesItGood() throws Exception {
        ReplayLedger<?> patient = replica(new ProofWindow(Duration.ofSeconds(900), Duration.ofSeconds(60)));
        patient.use(PROOF, Optional.empty(), Optional.empty());

        clock.forward(Duration.ofSeconds(959));
        patient.use(new Proof("a", "which makes it sweep"), Optional.empty(), Optional.empty());

        assertThat(succeeds(patient, PROOF)).isFalse();
        // It may have been found good right before its end, and have waited for the store since then.
        clock.forward(Duration.ofSeconds(25));
        patient.use(new Proof("a", "which makes it sweep again"), Optional.empty(), Optional.empty());
        assertThat(succeeds(patient, PROOF)).isFalse();
    }

    @Test
    void readsNothingThatHasExpiredAndForgetsItAlsoBehindWhatHasNot() throws Exception {
        Store store = database.open();
        ReplayTable table = TestTables.of(store);
        SortedSet<ReplayKey> farAhead = new TreeSet<>();
        for (int i = 0; i < ReplayTable.SWEPT_AT_ONCE; i++) {
            farAhead.add(ReplayKey.of(new Proof("a", "far ahead " + i)));
        }
        SortedSet<ReplayKey> expired = new TreeSet<>(List.of(ReplayKey.of(new Proof("b", "expired"))));
        claim(store, table, farAhead, 0, 100_000);
        claim(store, table, expired, 0, 300);
        claim(store, table, new TreeSet<>(List.of(ReplayKey.of(PROOF))), 301, 601);

        boolean more = store.write(connection -> table.sweep(connection, 301));

        assertThat(more).isFalse();
        assertThat(rows()).isEqualTo(farAhead.size() + 1);
        assertThat(claim(store, TestTables.of(store), farAhead, 301, 601)).isEmpty();
        assertThat(claim(store, TestTables.of(store), expired, 301, 601)).hasSize(1);
    }

    @Test
    void remembersAProofWhileTheClockIsSetForwardAndWhenItIsBack() throws Exception {
        ledger.use(PROOF, Optional.empty(), Optional.empty());
        expiredLongAgo("long ago");

        clock.set(Duration.ofHours(1));
        awaitSweep(ledger, clock, "long ago");
        assertThat(refusal(ledger, PROOF).status()).isEqualTo(401);
        clock.set(Duration.ofHours(-1));

        assertThat(refusal(ledger, PROOF).status()).isEqualTo(401);
    }

    @Test
    void remembersAProofAcrossARestartAfterWhichTheClockIsAheadForAWhile() throws Exception {
        assumeTrue(kind == Store.Kind.SQLITE, "Postgres has a clock of its own");
        Store store = database.open();
        long now = clock.instant().getEpochSecond();
        for (int ago = 600; ago >= 0; ago -= 10) {
            claim(
                    store,
                    TestTables.of(store),
                    new TreeSet<>(List.of(ReplayKey.of(new Proof("old", "used " + ago + " s ago")))),
                    now - ago,
                    now - ago + 300);
        }
        ledger.use(PROOF, Optional.empty(), Optional.empty());
        ledger.use(new Proof("a", "the newest, which stays in any case"), Optional.empty(), Optional.empty());
        ledger.close();
        clock.set(Duration.ofMinutes(10));

        ReplayLedger<?> restarted = replica();
        awaitSweep(restarted, clock, "used 600 s ago");
        assertThat(refusal(restarted, PROOF).status()).isEqualTo(401);
        clock.set(Duration.ofMinutes(-10));

        assertThat(refusal(restarted, PROOF).status()).isEqualTo(401);
    }

    @Test
    void goesOnForgettingAfterTheClockWasSetForwardAndBack() throws Exception {
        ledger.use(PROOF, Optional.empty(), Optional.empty());
        clock.set(Duration.ofHours(1));
        expiredLongAgo("before it was back");
        awaitSweep(ledger, clock, "before it was back");
        clock.set(Duration.ofHours(-1));

        expiredLongAgo("then");
        awaitSweep(ledger, clock, "then");
    }

    @Test
    void aReplicaWhoseClockWasWrongFromTheStartForgetsNothingOfTheOthers() throws Exception {
        assumeTrue(kind == Store.Kind.POSTGRES, "elsewhere they have one clock");
        TestClock right = new TestClock(Instant.now());
        TestClock wrong = new TestClock(Instant.now().plus(Duration.ofDays(1)));
        ReplayLedger<?> one = replica(ProofWindow.DEFAULT, right);
        ReplayLedger<?> ahead = replica(ProofWindow.DEFAULT, wrong);
        expiredLongAgo("long ago");

        one.use(PROOF, Optional.empty(), Optional.empty());
        awaitSweep(ahead, wrong, "long ago");

        assertThat(refusal(ahead, PROOF).status()).isEqualTo(401);
        assertThat(refusal(one, PROOF).status()).isEqualTo(401);
    }

    private void expiredLongAgo(String id) throws SQLException {
        Store store = database.open();
        claim(store, TestTables.of(store), new TreeSet<>(List.of(ReplayKey.of(new Proof("old", id)))), 0, 300);
    }

    /** Until that one has forgotten what expired long ago. Proofs that come make it look, and stay behind as the newest row. */
    private void awaitSweep(ReplayLedger<?> replica, TestClock by, String expired) {
        byte[] proof = ReplayKey.of(new Proof("old", expired)).bytes();
        await().untilAsserted(() -> {
            by.forward(Duration.ofSeconds(16));
            replica.use(new Proof("another", by.instant().toString()), Optional.empty(), Optional.empty());
            assertThat(isThere(proof)).isFalse();
        });
    }

    private boolean isThere(byte[] proof) throws SQLException {
        try (Store store = database.open()) {
            return store.read(connection -> {
                try (PreparedStatement select =
                        connection.prepareStatement("SELECT 1 FROM " + table(kind) + " WHERE proof = ?")) {
                    select.setBytes(1, proof);
                    return select.executeQuery().next();
                }
            });
        }
    }

    private static Set<ReplayKey> claim(
            Store store, ReplayTable table, SortedSet<ReplayKey> keys, long now, long expiry) throws SQLException {
        table.prepare();
        return store.write(connection -> table.claim(connection, keys, now, expiry));
    }

    /** Where they are. */
    static String table(Store.Kind kind) {
        return switch (kind) {
            case SQLITE -> "used_proofs";
            case POSTGRES -> "dpop_replay";
        };
    }

    private void takeDown(Connection connection, List<String> tools) {
        taken.addAll(tools);
    }

    private static CallNote call(String tool) {
        return new CallNote("acme::alice", tool, "error", "", "r1", Duration.ZERO, Optional.empty());
    }

    private ReplayLedger<?> replica() {
        return replica(ProofWindow.DEFAULT);
    }

    private ReplayLedger<?> replica(ProofWindow window) {
        return replica(window, clock);
    }

    private ReplayLedger<?> replica(ProofWindow window, TestClock by) {
        Store store = database.open();
        ReplayTimes times = new ReplayTimes(by, by::nanos, window);
        return replica(store, TestTables.of(store, times), times);
    }

    private ReplayLedger<?> replica(Store store, ReplayTable table, ReplayTimes times) {
        ReplayLedger<?> replica = new ReplayLedger<>(
                store,
                table,
                new CallJournal<>(CallNote::tool, this::takeDown),
                connection -> "",
                times,
                512,
                ReplayLedger.PATIENCE);
        ledgers.add(replica);
        return replica;
    }

    private static boolean succeeds(ReplayLedger<?> replica, Proof proof) throws Exception {
        try {
            replica.use(proof, Optional.empty(), Optional.empty());
            return true;
        } catch (Refusal refusal) {
            assertThat(refusal.status()).isEqualTo(401);
            return false;
        }
    }

    private static Refusal refusal(ReplayLedger<?> ledger, Proof proof) {
        Refusal refusal =
                catchThrowableOfType(Refusal.class, () -> ledger.use(proof, Optional.empty(), Optional.empty()));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    private int rows() throws Exception {
        try (Store store = database.open()) {
            return store.read(connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table(kind))) {
                    count.next();
                    return count.getInt(1);
                }
            });
        }
    }

    /** Takes its time before the first transaction. */
    private record SlowStart(ReplayTable table, CountDownLatch begun, CountDownLatch goOn) implements ReplayTable {

        SlowStart(ReplayTable table) {
            this(table, new CountDownLatch(1), new CountDownLatch(1));
        }

        @Override
        public void prepare() throws SQLException {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new SQLException("interrupted", e);
            }
            table.prepare();
        }

        @Override
        public void check() throws SQLException {
            table.check();
        }

        @Override
        public Set<ReplayKey> claim(Connection connection, SortedSet<ReplayKey> keys, long now, long expiry)
                throws SQLException {
            return table.claim(connection, keys, now, expiry);
        }

        @Override
        public boolean sweep(Connection connection, long now) throws SQLException {
            return table.sweep(connection, now);
        }
    }
}
