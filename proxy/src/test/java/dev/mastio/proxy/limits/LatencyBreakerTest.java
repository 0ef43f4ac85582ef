package dev.mastio.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mastio.proxy.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyBreakerTest {

    private static final Duration ABOVE = Duration.ofMillis(500);
    private static final Duration UNTIL = Duration.ofMillis(350);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private double random;
    private LatencyBreaker breaker;

    @BeforeEach
    void closed() {
        breaker = new LatencyBreaker(ABOVE, UNTIL, clock::nanoTime, () -> random);
    }

    @Test
    void shedsNothingWhileTheDatabaseIsQuick() {
        answers(20, 5);

        assertThat(breaker.sheds()).isFalse();
    }

    @Test
    void shedsNothingForOneSlowAnswer() {
        answers(4, 5);
        answers(1, 2_000);

        assertThat(breaker.share()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"500, 0", "501, 0.10", "750, 0.3125", "1000, 0.525", "1500, 0.95", "2000, 0.95"})
    void shedsMoreTheSlowerTheDatabaseIs(int millis, double share) {
        answers(5, millis);

        assertThat(breaker.share()).isCloseTo(share, within(0.001));
    }

    @Test
    void shedsThatShareOfTheRequests() {
        answers(5, 1_000);

        random = 0.52;
        assertThat(breaker.sheds()).isTrue();
        random = 0.53;
        assertThat(breaker.sheds()).isFalse();
    }

    @Test
    void goesOnSheddingUntilTheDatabaseIsClearlyQuickAgain() {
        answers(5, 600);

        answers(6, 400);
        assertThat(breaker.share()).isEqualTo(0.10);

        answers(6, 350);
        assertThat(breaker.share()).isZero();

        answers(6, 400);
        assertThat(breaker.share()).isZero();
    }

    @Test
    void forgetsWhatIsMoreThanFiveSecondsOld() {
        answers(5, 2_000);
        clock.advance(Duration.ofSeconds(6));

        answers(2, 5);

        assertThat(breaker.share()).isZero();
    }

    @Test
    void forgetsWhatIsOldThoughTheClockWasSetBack() {
        answers(5, 2_000);
        clock.advance(Duration.ofHours(-1));
        clock.advance(Duration.ofSeconds(6));

        answers(2, 5);

        assertThat(breaker.share()).isZero();
    }

    private void answers(int count, int millis) {
        for (int i = 0; i < count; i++) {
            clock.advance(Duration.ofSeconds(1));
            breaker.took(Duration.ofMillis(millis));
        }
    }
}
