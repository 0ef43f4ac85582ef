package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.auth.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which time counts for forgetting while somebody sets the clock. */
class ReplayTimesTest {

    private static final long START = 1_000_000_002;
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestClock clock = new TestClock(Instant.ofEpochSecond(START));
    private final ReplayTimes times = new ReplayTimes(clock, clock::nanos, ProofWindow.DEFAULT);

    @Test
    void runsWithAClockThatNobodySets() {
        for (int minute = 0; minute < 100; minute++) {
            assertThat(times.now()).isEqualTo(START + 60L * minute);
            clock.forward(Duration.ofMinutes(1));
        }
    }

    @Test
    void doesNotFollowAClockThatIsSetForwardBeforeWhatWasUsedUntilThenHasExpired() {
        long expiry = times.expiry();
        clock.forward(Duration.ofSeconds(9));
        times.now();
        clock.set(HOUR);

        while (times.now() < expiry) {
            assertThat(times.now()).isEqualTo(START + elapsed());
            clock.forward(Duration.ofSeconds(1));
        }

        assertThat(elapsed()).isGreaterThanOrEqualTo(300);
    }

    @Test
    void doesNotFollowItEitherWhenNobodyHasAskedForLong() {
        clock.forward(HOUR);
        clock.set(HOUR);

        assertThat(times.now()).isEqualTo(START + HOUR.toSeconds());
    }

    /** Or else a machine that slept would remember everything for as long as it slept, from then on. */
    @Test
    void followsAClockThatStaysSetForward() {
        clock.set(HOUR);

        for (int i = 0; i < 2 * 30 + 1; i++) {
            times.now();
            clock.forward(Duration.ofSeconds(10));
        }

        assertThat(times.now()).isEqualTo(clock.instant().getEpochSecond());
    }

    @Test
    void followsAClockThatIsSetBackAtOnceAndIsWaryOfItsWayForward() {
        clock.set(HOUR.negated());
        assertThat(times.now()).isEqualTo(START - HOUR.toSeconds());

        clock.forward(Duration.ofSeconds(10));
        clock.set(HOUR);

        assertThat(times.now()).isEqualTo(START - HOUR.toSeconds() + 10);
    }

    @Test
    void remembersWhatIsUsedMeanwhileForAsLongAsItIsGoodByThatClock() {
        clock.set(HOUR);
        long expiry = times.expiry();
        clock.set(HOUR.negated());

        assertThat(expiry).isGreaterThanOrEqualTo(START + HOUR.toSeconds() + 300);
    }

    private long elapsed() {
        return Duration.ofNanos(clock.nanos()).toSeconds();
    }
}
