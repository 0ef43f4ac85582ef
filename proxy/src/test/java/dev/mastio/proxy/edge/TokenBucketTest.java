package dev.mastio.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.config.Settings.Shedding;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

    private final AtomicLong clock =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(2).toNanos());
    private final TokenBucket bucket = new TokenBucket(new Shedding(100, 250), clock::get);

    @Test
    void aFullBucketServesItsBurstAndNoMore() {
        assertThat(taken(1000)).isEqualTo(250);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1000})
    void fillsAtItsRate(int millis) {
        taken(1000);

        pass(Duration.ofMillis(millis));

        assertThat(taken(1000)).isEqualTo(millis / 10);
    }

    @Test
    void neverHoldsMoreThanTheBurst() {
        pass(Duration.ofHours(1));

        assertThat(taken(1000)).isEqualTo(250);
    }

    @Test
    void servesASteadyRateBelowTheLimitForEver() {
        for (int second = 0; second < 100; second++) {
            assertThat(taken(100)).isEqualTo(100);
            pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void goesOnWhenTheClockWrapsAround() {
        taken(1000);

        pass(Duration.ofSeconds(5));

        assertThat(taken(1000)).isEqualTo(250);
    }

    private long taken(int attempts) {
        return IntStream.range(0, attempts).filter(_ -> bucket.take()).count();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
