package dev.mastio.proxy.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LatencyProbeTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<Duration> told = new CopyOnWriteArrayList<>();

    @Test
    void tellsHowLongAnAnswerTook() {
        try (LatencyProbe probe = LatencyProbe.start(() -> {}, told::add)) {
            assertThat(probe).isNotNull();
            await().atMost(PATIENCE).until(() -> told.size() >= 2);
        }

        assertThat(told.getFirst()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void countsAnAnswerThatDoesNotComeAndAsksNobodyElseMeanwhile() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        LatencyProbe.Question question = () -> {
            if (asked.incrementAndGet() > 1) {
                never.await();
            }
        };
        try (LatencyProbe probe = LatencyProbe.start(question, told::add)) {
            assertThat(probe).isNotNull();
            await().atMost(PATIENCE)
                    .until(() ->
                            told.stream().filter(Duration.ofSeconds(2)::equals).count() >= 2);
        } finally {
            never.countDown();
        }

        assertThat(asked).hasValue(2);
    }

    @Test
    void countsAFailureAsSlowButNotBeforeTheFirstSuccess() {
        AtomicInteger asked = new AtomicInteger();
        LatencyProbe.Question question = () -> {
            if (asked.incrementAndGet() != 2) {
                throw new IOException("away");
            }
        };
        try (LatencyProbe probe = LatencyProbe.start(question, told::add)) {
            assertThat(probe).isNotNull();
            await().atMost(PATIENCE).until(() -> told.size() >= 1);
        }

        assertThat(asked).hasValueGreaterThanOrEqualTo(3);
        assertThat(told).allMatch(Duration.ofSeconds(2)::equals);
    }
}
