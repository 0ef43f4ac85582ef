package dev.mastio.operator.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.operator.ops.Heartbeat.Beat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Hand clock = new Hand();
    private final AtomicReference<Optional<String>> watches = new AtomicReference<>(Optional.of("being filled"));
    private final Readiness readiness = new Readiness(clock, GRACE, watches::get);
    private final Heartbeat heartbeat = new Heartbeat(clock, GRACE);

    @Test
    void untilTheCachesAreFilledItIsNotReady() {
        assertThat(readiness.complaint()).contains("being filled");
    }

    @Test
    void aWatchThatReconnectsIsExcusedForAWhile() {
        watches.set(Optional.empty());
        assertThat(readiness.complaint()).isEmpty();

        watches.set(Optional.of("broken"));
        assertThat(readiness.complaint()).isEmpty();
        clock.advance(GRACE);
        assertThat(readiness.complaint()).contains("broken");
    }

    @Test
    void aWatchThatCameBackStartsAfresh() {
        watches.set(Optional.empty());
        readiness.complaint();
        watches.set(Optional.of("broken"));
        readiness.complaint();
        clock.advance(GRACE.minusSeconds(1));
        watches.set(Optional.empty());
        readiness.complaint();

        watches.set(Optional.of("broken again"));
        clock.advance(Duration.ofSeconds(2));

        assertThat(readiness.complaint()).isEmpty();
    }

    @Test
    void anIdleOperatorIsAlive() {
        clock.advance(Duration.ofDays(1));

        assertThat(heartbeat.complaint()).isEmpty();
    }

    @Test
    void workThatHangsIsNoLife() {
        try (Beat _ = heartbeat.begin()) {
            clock.advance(GRACE.plusSeconds(1));
            assertThat(heartbeat.complaint())
                    .hasValueSatisfying(text -> assertThat(text).contains("60 s"));
        }
        assertThat(heartbeat.complaint()).isEmpty();
    }

    /** A clock that moves when it is told to. */
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
