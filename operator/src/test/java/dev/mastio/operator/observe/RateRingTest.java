package dev.mastio.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RateRingTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00.300Z");
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Offset<Double> CLOSE = within(1e-6);

    @RepeatedTest(50)
    void givesTheSameRateHoweverUnevenTheSamples(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        RateRing ring = new RateRing(LONG);
        Instant at = START;
        while (Duration.between(START, at).compareTo(LONG) < 0) {
            Instant next = at.plusMillis(200 + random.nextInt(4800));
            ring.add(at, next, 700 * Duration.between(at, next).toMillis() / 1000.0);
            at = next;
        }

        assertThat(ring.rate(at, SHORT)).isCloseTo(700, CLOSE);
        assertThat(ring.maximum(at, SHORT, LONG.minusSeconds(1))).isCloseTo(700, CLOSE);
    }

    @Test
    void countsASecondThatTheWindowCutsByTheShareInsideIt() {
        RateRing ring = new RateRing(LONG);
        ring.add(second(0), second(1), 100);
        ring.add(second(1), second(10).plusMillis(250), 0);

        assertThat(ring.amount(second(10).plusMillis(250), SHORT)).isCloseTo(75, CLOSE);
    }

    @Test
    void remembersTheHighestWindowUntilTheLongWindowHasPassed() {
        RateRing ring = new RateRing(LONG);
        ring.add(second(0), second(10), 5000);
        ring.add(second(10), second(60), 500);
        assertThat(ring.maximum(second(60), SHORT, LONG)).isCloseTo(500, CLOSE);

        ring.add(second(60), second(70), 100);

        assertThat(ring.maximum(second(70), SHORT, LONG)).isCloseTo(10, CLOSE);
    }

    @Test
    void forgetsEverythingAfterASilenceLongerThanItself() {
        RateRing ring = new RateRing(LONG);
        ring.add(second(0), second(10), 5000);

        ring.add(second(500), second(501), 7);

        assertThat(ring.amount(second(501), LONG)).isCloseTo(7, CLOSE);
    }

    @Test
    void takesWhatAStragglerCountedInSecondsThatAreOver() {
        RateRing ring = new RateRing(LONG);
        ring.add(second(0), second(10), 1000);

        ring.add(second(2), second(9), 700);

        assertThat(ring.rate(second(10), SHORT)).isCloseTo(170, CLOSE);
    }

    @Test
    void keepsItsSecondsWhenTheWindowsChange() {
        RateRing ring = new RateRing(LONG);
        ring.add(second(0), second(20), 2000);

        assertThat(ring.resized(Duration.ofMinutes(5)).rate(second(20), SHORT)).isCloseTo(100, CLOSE);
        assertThat(ring.resized(SHORT).rate(second(20), SHORT)).isCloseTo(100, CLOSE);
        assertThat(new RateRing(LONG).resized(SHORT).rate(second(20), SHORT)).isZero();
    }

    private static Instant second(int second) {
        return Instant.parse("2026-03-01T12:00:00Z").plusSeconds(second);
    }
}
