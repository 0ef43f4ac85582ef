package dev.mastio.proxy;

import static dev.mastio.proxy.WatchedBreaker.CHANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mastio.proxy.store.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database that answers, but late: how much the breaker sheds, from when and until when. */
class SlowPostgresTest {

    private static final Logger LOG = LoggerFactory.getLogger(SlowPostgresTest.class);

    @TempDir
    private Path directory;

    @Test
    void shedsTheMoreTheLaterTheDatabaseAnswersAndNothingAnyMoreOnceItIsQuick() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                SlowPath path = SlowPath.to(postgres.port());
                RunningProxy proxy = start(postgres, path, Map.of());
                WatchedBreaker breaker = new WatchedBreaker(proxy)) {
            assertThat(breaker.shed()).isZero();

            double before = 0;
            for (int millis : new int[] {300, 600, 1_000, 1_600}) {
                path.delay(Duration.ofMillis(millis));
                WatchedBreaker.State state = breaker.awaitAnswersAfter(Duration.ofMillis(millis));
                double shed = breaker.shed();
                LOG.info(
                        "answers after {} ms: p99 {} ms, {} % of {} requests shed",
                        millis, state.slowest(), 100 * shed, WatchedBreaker.REQUESTS);
                // On a busy machine answers came later meanwhile.
                double now = breaker.state().share();
                assertThat(shed)
                        .isBetween(Math.min(state.share(), now) - CHANCE, Math.max(state.share(), now) + CHANCE)
                        // Two that shed as much as may be differ by chance.
                        .isGreaterThanOrEqualTo(before - CHANCE);
                before = shed;
            }
            assertThat(before).isCloseTo(0.95, within(CHANCE));

            path.delay(Duration.ZERO);
            long quick = System.nanoTime();
            breaker.awaitClosed();
            LOG.info("quick again: nothing shed after {}", Duration.ofNanos(System.nanoTime() - quick));
            assertThat(breaker.shed()).isZero();
        }
    }

    @Test
    void shedsFromAndUntilWhatItIsTold() throws Exception {
        Map<String, String> told =
                Map.of("MASTIO_DB_LATENCY_SHED_ABOVE_MILLIS", "250", "MASTIO_DB_LATENCY_SHED_UNTIL_MILLIS", "50");
        try (PostgresServer postgres = PostgresServer.start();
                SlowPath path = SlowPath.to(postgres.port());
                RunningProxy usual = start(postgres, path, Map.of());
                RunningProxy strict = start(postgres, path, told);
                WatchedBreaker usualBreaker = new WatchedBreaker(usual);
                WatchedBreaker strictBreaker = new WatchedBreaker(strict)) {
            path.delay(Duration.ofMillis(300));
            strictBreaker.awaitAnswersAfter(Duration.ofMillis(300));
            double shed = strictBreaker.shed();
            assertThat(shed).isGreaterThan(0.185 - CHANCE);
            // Not nothing: on a busy machine answers come later still.
            assertThat(usualBreaker.shed()).isLessThan(shed - CHANCE);

            path.delay(Duration.ofMillis(60));
            strictBreaker.awaitAnswersWithin(Duration.ofMillis(250));
            assertThat(strictBreaker.shed()).isGreaterThan(0.10 - CHANCE);
            usualBreaker.awaitClosed();

            path.delay(Duration.ZERO);
            strictBreaker.awaitClosed();
        }
    }

    private RunningProxy start(PostgresServer postgres, SlowPath path, Map<String, String> told) throws Exception {
        Map<String, String> variables = new HashMap<>(WatchedBreaker.SETTINGS);
        variables.put("PROXY_DB_URL", postgres.urlBy(path.entrance()));
        variables.putAll(told);
        return RunningProxy.start(directory, variables);
    }
}
