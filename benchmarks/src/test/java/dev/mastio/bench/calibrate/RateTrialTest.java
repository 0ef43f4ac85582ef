package dev.mastio.bench.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.bench.load.Target;
import dev.mastio.bench.load.Trust;
import dev.mastio.bench.load.Tuning;
import dev.mastio.bench.server.Bucket;
import dev.mastio.bench.server.HealthServer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Against real servers of known capacity. */
class RateTrialTest {

    private static final Duration SHORT = Duration.ofMillis(500);

    @Test
    void findsTheFloorOfAServerThatShedsWhatItCannotTake() {
        SearchPlan quick = new SearchPlan(150, 5000, SHORT, SHORT, SHORT, 2, 1, 0.1);
        try (HealthServer server = HealthServer.with(new Bucket(200))) {
            FloorFinding finding = new FloorSearch(trial(server), quick, _ -> {}).search();

            assertThat(finding)
                    .isInstanceOfSatisfying(
                            FloorFinding.Found.class,
                            found -> assertThat(found.requestsPerSecond())
                                    .isCloseTo(200, Percentage.withPercentage(25)));
        }
    }

    @Test
    void doesNotHoldARateThatAServerAnswersTooLate() {
        try (HealthServer server = HealthServer.with(exchange -> {
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            HealthServer.answer(exchange, 200, HealthServer.BODY);
        })) {
            Outcome outcome = trial(server).offer(20, SHORT);

            assertThat(outcome.held()).isFalse();
            assertThat(outcome.p95()).isGreaterThan(300);
            assertThat(outcome.errorRate()).isZero();
        }
    }

    @Test
    void saysWhyARateDidNotHold() {
        try (HealthServer server = HealthServer.with(exchange -> HealthServer.answer(exchange, 500, ""))) {
            assertThat(trial(server).offer(20, SHORT).trouble()).isEqualTo("unexpected status");
        }
    }

    private static RateTrial trial(HealthServer server) {
        Target target = Target.of(server.url()).withTrust(Trust.anything());
        return new RateTrial(target, Tuning.automatic(), Objectives.OF_A_CLASS, 10);
    }
}
