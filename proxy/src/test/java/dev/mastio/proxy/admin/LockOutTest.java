package dev.mastio.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.MovableClock;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Store.Kind.class)
class LockOutTest {

    private static final String MALLORY = "192.0.2.66";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private TestDatabase database;
    private LockOut lockOut;

    LockOutTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        lockOut = new LockOut(database.open(), "secret", clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void looksAtNoTryAfterFiveWrongOnes() throws Exception {
        failTimes(5);

        assertThatThrownBy(() -> lockOut.attempt(MALLORY, () -> true))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(429);
                    assertThat(refusal.headers()).containsEntry("Retry-After", "900");
                });
        assertThat(lockOut.attempt("192.0.2.1", () -> true)).isTrue();
    }

    @Test
    void locksForAQuarterOfAnHourFromTheLastTry() throws Exception {
        failTimes(4);
        clock.advance(Duration.ofMinutes(14));
        failTimes(1);

        clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        assertThatThrownBy(() -> lockOut.attempt(MALLORY, () -> true)).isInstanceOf(Refusal.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(lockOut.attempt(MALLORY, () -> true)).isTrue();
        failTimes(4);
        assertThat(lockOut.attempt(MALLORY, () -> true)).isTrue();
    }

    @Test
    void forgetsWrongTriesAfterAQuarterOfAnHour() throws Exception {
        failTimes(4);
        clock.advance(Duration.ofMinutes(15));
        failTimes(4);

        assertThat(lockOut.attempt(MALLORY, () -> true)).isTrue();
    }

    @Test
    void countsForAllReplicasTogether() throws Exception {
        LockOut elsewhere = new LockOut(database.open(), "secret", clock);
        failTimes(3);
        elsewhere.attempt(MALLORY, () -> false);
        elsewhere.attempt(MALLORY, () -> false);

        assertThatThrownBy(() -> lockOut.attempt(MALLORY, () -> true)).isInstanceOf(Refusal.class);
    }

    @Test
    void countsKindsOfSecretsApart() throws Exception {
        failTimes(5);

        assertThat(new LockOut(database.open(), "password", clock).attempt(MALLORY, () -> true))
                .isTrue();
    }

    @Test
    void letsNoMoreThanFiveOfManyTriesAtOnceBeLookedAt() throws Exception {
        AtomicInteger looked = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> tries = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(() -> lockOut.attempt(MALLORY, () -> {
                        looked.incrementAndGet();
                        return false;
                    })))
                    .toList();
            for (Future<Boolean> attempt : tries) {
                try {
                    attempt.get();
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(Refusal.class);
                }
            }
        }

        assertThat(looked).hasValue(5);
    }

    private void failTimes(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            assertThat(lockOut.attempt(MALLORY, () -> false)).isFalse();
        }
    }
}
