package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.wire.Refusal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LooksTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final AtomicInteger count = new AtomicInteger();

    @Test
    void whoComesInAPauseWaitsForTheNextLook() throws Exception {
        Looks looks = new Looks(count::incrementAndGet, SHORT, 1);
        looks.until(() -> false);
        long ended = System.nanoTime();

        looks.until(() -> false);

        assertThat(count).hasValue(2);
        assertThat(System.nanoTime() - ended).isGreaterThan(SHORT.dividedBy(2).toNanos());
    }

    @Test
    void howeverManyComeThereAreNoMoreLooksThanPauses() throws Exception {
        Looks looks = new Looks(count::incrementAndGet, SHORT, 200);
        long began = System.nanoTime();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                callers.add(threads.submit(() -> {
                    looks.until(() -> false);
                    return null;
                }));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }

        long pauses = (System.nanoTime() - began) / SHORT.toNanos();
        assertThat(count.get()).isLessThanOrEqualTo((int) pauses + 1);
    }

    @Test
    void whoWouldBeOneTooManyToWaitIsToldToComeAgain() throws Exception {
        Looks looks = new Looks(count::incrementAndGet, NEVER, 0);
        looks.until(() -> false);

        assertUnknown(looks);

        assertThat(count).hasValue(1);
    }

    @Test
    void whatIsKnownMeanwhileNeedsNoLook() throws Exception {
        Looks looks = new Looks(count::incrementAndGet, NEVER, 0);

        looks.until(() -> true);

        assertThat(count).hasValue(0);
    }

    @Test
    void aLookThatFailedTellsNothing() {
        assertUnknown(new Looks(
                () -> {
                    throw new SQLException("the store is away");
                },
                NEVER,
                0));
        assertUnknown(new Looks(
                () -> {
                    throw new PkiException("the store is another");
                },
                NEVER,
                0));
    }

    private static void assertUnknown(Looks looks) {
        assertThatThrownBy(() -> looks.until(() -> false))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
    }
}
