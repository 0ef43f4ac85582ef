package dev.mastio.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.bench.server.HealthServer;
import dev.mastio.bench.server.RawServer;
import dev.mastio.bench.server.StallOnce;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    @Test
    void offersExactlyTheRate() {
        try (HealthServer server = HealthServer.healthy()) {
            LoadResult run = Loads.arrivals(Loads.at(server.url()), 200, Duration.ofSeconds(2));

            assertThat(run.requests()).isEqualTo(400);
            assertThat(run.failures()).isEmpty();
        }
    }

    @Test
    void offersTheAreaUnderARamp() {
        Ramp ramp =
                new Ramp(List.of(new Stage(Duration.ofSeconds(1), 0, 200), new Stage(Duration.ofSeconds(1), 200, 100)));
        try (HealthServer server = HealthServer.healthy()) {
            LoadResult run = Loads.run(Loads.at(server.url()), new Profile.Arrivals(ramp, 8, 64));

            assertThat(run.requests()).isEqualTo(250);
        }
    }

    @Test
    void countsAStallInFullForEveryRequestThatWasDueInIt() {
        StallOnce stall = new StallOnce(Duration.ofMillis(500), Duration.ofSeconds(1));
        try (HealthServer server = HealthServer.with(exchange -> {
            stall.pass();
            HealthServer.answer(exchange, 200, HealthServer.BODY);
        })) {
            LoadResult run = Loads.run(
                    Loads.at(server.url()), new Profile.Arrivals(Ramp.constant(100, Duration.ofSeconds(3)), 4, 4));

            // 100 of the 300 requests were due in the stall, evenly; with four connections only four were ever waiting
            // at the server.
            assertThat(run.requests()).isEqualTo(300);
            assertThat(run.all().percentile(99)).isGreaterThan(900);
            assertThat(run.all().percentile(85)).isGreaterThan(400);
        }
    }

    @Test
    void hidesTheSameStallInTheClosedModelWhichIsWhyThereIsAnOpenOne() {
        StallOnce stall = new StallOnce(Duration.ofMillis(500), Duration.ofSeconds(1));
        try (HealthServer server = HealthServer.with(exchange -> {
            stall.pass();
            HealthServer.answer(exchange, 200, HealthServer.BODY);
        })) {
            LoadResult run = Loads.users(Loads.at(server.url()), 1, Duration.ofSeconds(3));

            assertThat(run.all().max()).isGreaterThan(900);
            assertThat(run.all().percentile(95)).isLessThan(500);
        }
    }

    @Test
    void failsWhatWasDueAndCouldNeverBeSent() {
        try (RawServer silent = new RawServer((client, _) -> {
            while (client.awaitRequest()) {}
        })) {
            Target target = Loads.at(silent.url()).withTimeout(Duration.ofSeconds(3));

            LoadResult run = Loads.run(target, new Profile.Arrivals(Ramp.constant(20, Duration.ofSeconds(1)), 2, 2));

            assertThat(run.failures())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(Failure.TIMEOUT, 2L, Failure.UNSENT, 18L));
            assertThat(run.errorRate()).isEqualTo(1);
            assertThat(run.all().percentile(50)).isGreaterThan(1000);
        }
    }

    @Test
    void opensMoreConnectionsOnlyWhenTheOthersAreBusy() {
        try (HealthServer quick = HealthServer.healthy();
                HealthServer slow = HealthServer.with(exchange -> {
                    LockSupport.parkNanos(Duration.ofMillis(600).toNanos());
                    HealthServer.answer(exchange, 200, HealthServer.BODY);
                })) {
            Profile profile = new Profile.Arrivals(Ramp.constant(100, Duration.ofSeconds(1)), 2, 64);

            LoadResult easy = Loads.run(Loads.at(quick.url()), profile);
            LoadResult hard = Loads.run(Loads.at(slow.url()), profile);

            assertThat(easy.peakUsers()).isLessThan(hard.peakUsers());
            assertThat(hard.peakUsers()).isBetween(50, 64);
        }
    }

    @Test
    void measuresItsOwnDelayApart() {
        try (HealthServer server = HealthServer.healthy()) {
            LoadResult run = Loads.arrivals(Loads.at(server.url()), 50, Duration.ofSeconds(2));

            assertThat(run.seconds()).allSatisfy(second -> {
                assertThat(second.generatorLag()).isNotNegative();
                assertThat(second.generatorBusy()).isBetween(0.0, 1.0);
            });
        }
    }
}
