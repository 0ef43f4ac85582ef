package dev.mastio.proxy.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapHousekeepingTest {

    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger collections = new AtomicInteger();
    private final AtomicLong used = new AtomicLong(8 << 20);

    private final OldGeneration old = new OldGeneration(
            () -> 0,
            () -> {
                looks.incrementAndGet();
                return used.get();
            },
            collections::incrementAndGet);

    @Test
    void looksAgainAndAgainAndCollectsOnceItIsWorthwhile() {
        try (HeapHousekeeping housekeeping = new HeapHousekeeping(Duration.ofMillis(5), () -> Optional.of(old))) {
            housekeeping.start();
            await("looks").until(() -> looks.get() > 3);
            assertThat(collections).hasValue(0);

            used.set(40 << 20);

            await("collection").until(() -> collections.get() > 0);
        }
    }

    @Test
    void asksForTheOldGenerationAtTheFirstLookAndEndsWithIt() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (HeapHousekeeping housekeeping = new HeapHousekeeping(Duration.ofMillis(1), () -> {
            asked.countDown();
            try {
                Thread.sleep(Duration.ofHours(1));
            } catch (InterruptedException e) {
                ended.countDown();
            }
            return Optional.empty();
        })) {
            assertThat(asked.getCount()).as("before the start").isOne();
            housekeeping.start();
            await("the first look").until(() -> asked.getCount() == 0);
        }

        await("the end").until(() -> ended.getCount() == 0);
    }
}
