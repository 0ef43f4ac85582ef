package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.auth.TestClock;
import dev.mastio.proxy.journal.CallJournal;
import dev.mastio.proxy.journal.CallNote;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Refusal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
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

    private static final ReplayTable.Claimed NOTHING = (connection, keys) -> {};

    private final Store.Kind kind;
    private final TestClock clock = new TestClock(Instant.ofEpochSecond(1_795_468_892));
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
        ledger.use(PROOF, Optional.empty());

        assertThat(refusal(ledger, PROOF).detail()).isEqualTo("DPoP proof replay detected");
        assertThat(refusal(ledger, PROOF).status()).isEqualTo(401);
    }

    @Test
    void twoSendersMayChooseTheSameId() throws Exception {
        ledger.use(PROOF, Optional.empty());

        ledger.use(new Proof("another thumbprint", PROOF.id()), Optional.empty());
    }

    @Test
    void anIdMayBeLongAndStrange() throws Exception {
        Proof strange = new Proof("thumbprint", "\u0000'; DROP TABLE dpop_replay; --\ud800".repeat(500));

        ledger.use(strange, Optional.empty());

        assertThat(refusal(ledger, strange).status()).isEqualTo(401);
    }

    @Test
    void anotherReplicaAndOneStartedLaterRefuseItToo() throws Exception {
        ReplayLedger<?> other = replica();
        ledger.use(PROOF, Optional.empty());

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

    @Test
    void remembersForFiveMinutes() throws Exception {
        ledger.use(PROOF, Optional.empty());

        clock.forward(Duration.ofMinutes(5));
        assertThat(refusal(ledger, PROOF).status()).isEqualTo(401);
        clock.forward(Duration.ofSeconds(10));
        ledger.use(PROOF, Optional.empty());
    }

    @Test
    void takesACallDownWithTheFirstUseOnly() throws Exception {
        ledger.use(PROOF, Optional.of(call("first")));

        assertThatThrownBy(() -> replica().use(PROOF, Optional.of(call("second"))))
                .isInstanceOf(Refusal.class);

        assertThat(taken).containsExactly("first");
    }

    @Test
    void forgetsWhatHasExpired() throws Exception {
        for (int i = 0; i < 50; i++) {
            ledger.use(new Proof("a", "id " + i), Optional.empty());
        }
        clock.forward(Duration.ofSeconds(400));

        ledger.use(PROOF, Optional.empty());

        await().untilAsserted(() -> assertThat(rows()).isEqualTo(1));
    }

    @Test
    void forgetsWhatIsBehindProofsThatAreUsedAgainAndAgain() throws Exception {
        ReplayTable table = new ReplayTable(database.open());
        SortedSet<ReplayKey> again = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            again.add(ReplayKey.of(new Proof("a", "again " + i)));
        }
        ReplayKey behind = ReplayKey.of(new Proof("b", "behind them"));
        table.claim(again, 0, 300, NOTHING);
        table.claim(new TreeSet<>(List.of(behind)), 0, 300, NOTHING);

        assertThat(table.claim(again, 301, 601, NOTHING)).hasSize(2_000);
        table.sweep(301);

        assertThat(rows()).isEqualTo(2_000);
        assertThat(table.claim(again, 302, 602, NOTHING)).isEmpty();
    }

    @Test
    void refusesWithoutAnAnswerOfTheStore() {
        database.close();

        assertThat(refusal(ledger, PROOF).status()).isEqualTo(503);
    }

    @Test
    void remembersAProofForAsLongAsALongWindowMakesItGood() throws Exception {
        ReplayLedger<?> patient = replica(new ProofWindow(Duration.ofSeconds(900), Duration.ofSeconds(60)));
        patient.use(PROOF, Optional.empty());

        clock.forward(Duration.ofSeconds(959));
        patient.use(new Proof("a", "which makes it sweep"), Optional.empty());

        assertThat(succeeds(patient, PROOF)).isFalse();
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
        ReplayLedger<?> replica = new ReplayLedger<>(
                database.open(), new CallJournal<>(CallNote::tool, this::takeDown), clock, window, 512);
        ledgers.add(replica);
        return replica;
    }

    private static boolean succeeds(ReplayLedger<?> replica, Proof proof) throws InterruptedException {
        try {
            replica.use(proof, Optional.empty());
            return true;
        } catch (Refusal refusal) {
            assertThat(refusal.status()).isEqualTo(401);
            return false;
        }
    }

    private static Refusal refusal(ReplayLedger<?> ledger, Proof proof) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> ledger.use(proof, Optional.empty()));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    private int rows() throws Exception {
        try (Store store = database.open()) {
            return store.read(connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet count = statement.executeQuery("SELECT count(*) FROM dpop_replay")) {
                    count.next();
                    return count.getInt(1);
                }
            });
        }
    }
}
