package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.auth.TestClock;
import dev.mastio.proxy.journal.CallJournal;
import dev.mastio.proxy.journal.CallNote;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas whose clocks differ from that of their Postgres, which forgets for all of them. */
class ClockLagTest {

    private static final Proof PROOF = new Proof("thumbprint", "an id");

    private final List<ReplayLedger<?>> ledgers = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();

    @TempDir
    private Path directory;

    private TestDatabase database;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(Store.Kind.POSTGRES, directory);
    }

    @AfterEach
    void close() {
        ledgers.forEach(ReplayLedger::close);
        database.close();
    }

    @Test
    void aProofThatTheOthersHaveForgottenIsNotGoodAgainWhereTheClockIsBehind() throws Exception {
        ReplayLedger<?> slow = replica(clock(Duration.ofSeconds(-320)));
        forgotten();

        assertThatThrownBy(() -> slow.use(PROOF, Optional.empty(), Optional.empty()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
    }

    @Test
    void noCallIsTakenDownWhereTheClockIsBehind() throws Exception {
        ReplayLedger<?> slow = replica(clock(Duration.ofSeconds(-320)));

        assertThatThrownBy(() -> slow.use(PROOF, Optional.of(call()), Optional.empty()))
                .isInstanceOf(Refusal.class);

        assertThat(taken).isEmpty();
        replica(clock(Duration.ZERO)).use(PROOF, Optional.of(call()), Optional.empty());
        assertThat(taken).containsExactly("echo");
    }

    @Test
    void aReplicaThatIsBehindIsNotReadyUntilItsClockIsSet() throws Exception {
        TestClock clock = clock(Duration.ofSeconds(-320));
        ReplayLedger<?> slow = replica(clock);
        slow.check();
        assertThatThrownBy(() -> slow.use(PROOF, Optional.empty(), Optional.empty()))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(slow::check).hasStackTraceContaining("behind that of the database");

        clock.set(Duration.ofSeconds(320));

        slow.check();
        slow.use(new Proof("thumbprint", "another"), Optional.empty(), Optional.empty());
    }

    @Test
    void clocksThatDifferByLessThanWhatIsRememberedDoNoHarm() throws Exception {
        for (int seconds : List.of(-190, -5, 5, 10_000)) {
            ReplayLedger<?> replica = replica(clock(Duration.ofSeconds(seconds)));
            replica.use(new Proof("thumbprint", "used at " + seconds), Optional.empty(), Optional.empty());
            replica.check();
        }
    }

    @Test
    void aProofIsRememberedForLongerThanItIsGoodByWhatIsTolerated() {
        for (int past : List.of(60, 300, 900)) {
            ProofWindow window = new ProofWindow(Duration.ofSeconds(past), Duration.ofSeconds(5));
            TestClock clock = clock(Duration.ZERO);
            ReplayTimes times = new ReplayTimes(clock, clock::nanos, window);

            assertThat(times.toleratedLag()).isGreaterThanOrEqualTo(60);
            assertThat(times.keptSeconds()).isGreaterThan(window.length().toSeconds() + times.toleratedLag());
        }
    }

    /** As another replica has used it and swept it away since. */
    private void forgotten() throws Exception {
        Store store = database.open();
        ReplayTable table = TestTables.of(store);
        long then = Instant.now().getEpochSecond() - 320;
        store.write(
                connection -> table.claim(connection, new TreeSet<>(List.of(ReplayKey.of(PROOF))), then, then + 300));
        store.write(connection -> table.sweep(connection, then + 320));
    }

    private static TestClock clock(Duration ahead) {
        return new TestClock(Instant.now().plus(ahead));
    }

    private ReplayLedger<?> replica(TestClock clock) {
        Store store = database.open();
        ReplayTimes times = TestTables.times(clock);
        ReplayLedger<?> replica = new ReplayLedger<>(
                store,
                ReplayTable.of(store, times),
                new CallJournal<>(CallNote::tool, (connection, tools) -> taken.addAll(tools)),
                connection -> "",
                times,
                512,
                ReplayLedger.PATIENCE);
        ledgers.add(replica);
        return replica;
    }

    private static CallNote call() {
        return new CallNote("acme::alice", "echo", "error", "", "r1", Duration.ZERO, Optional.empty());
    }
}
