package dev.mastio.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratorLimitTest {

    @Test
    void explainsASlowRunOfABusyLoadProgram() {
        assertThat(GeneratorLimit.explains(run(0.97, 5, 400, Map.of()))).isTrue();
    }

    @Test
    void explainsASlowRunOfALoadProgramThatCameLate() {
        assertThat(GeneratorLimit.explains(run(0.4, 300, 400, Map.of()))).isTrue();
    }

    @Test
    void leavesASlowServerToBlameWhenTheLoadProgramHadTime() {
        assertThat(GeneratorLimit.explains(run(0.4, 5, 400, Map.of()))).isFalse();
        assertThat(GeneratorLimit.explains(run(0.4, 30, 400, Map.of(Failure.TIMEOUT, 50L))))
                .isFalse();
    }

    @Test
    void leavesAServerThatRefusesToBlameHoweverBusyTheLoadProgram() {
        assertThat(GeneratorLimit.explains(run(0.97, 300, 400, Map.of(Failure.STATUS, 5L))))
                .isFalse();
    }

    @Test
    void countsNeitherTheRampNorTheMomentAfterTheEnd() {
        LoadResult trial = run(
                400,
                Map.of(),
                List.of(second(0.5, 5, 400), second(0.98, 5, 400), second(0.97, 5, 400), second(0, 0, 400)));

        assertThat(GeneratorLimit.explains(trial)).isTrue();
    }

    private static LoadResult run(double busy, double lag, double p95, Map<Failure, Long> failures) {
        return run(p95, failures, List.of(second(busy, lag, p95)));
    }

    private static Second second(double busy, double lag, double p95) {
        return new Second(1, 1, 100, 0, p95, p95, p95, p95, 10, busy, lag);
    }

    private static LoadResult run(double p95, Map<Failure, Long> failures, List<Second> seconds) {
        Latencies latencies = Latencies.ofMillis(p95, p95, p95);
        return new LoadResult(
                Instant.EPOCH,
                Duration.ofSeconds(1),
                true,
                100,
                failures,
                Map.of(),
                latencies,
                latencies,
                0,
                0,
                10,
                0,
                10,
                seconds);
    }
}
