package dev.mastio.operator.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of docs/autoscaling.md, row by row. */
class WorkedExampleTest {

    @ParameterizedTest(name = "{0} requests/s (at most {1}) on {2} replicas: {3}, {4}")
    @CsvSource({
        "850, 850, 1, 2, FloorCrossed",
        "790, 900, 2, 2, WithinTarget",
        "590, 590, 2, 1, RateFell",
        "600, 600, 2, 2, WithinTarget",
        "4100, 4100, 5, 6, FloorCrossed",
        "4000, 4000, 5, 5, WithinTarget",
        "3100, 3100, 6, 6, WithinTarget",
        "2990, 3100, 6, 6, Stabilising",
        "2990, 2990, 6, 5, RateFell",
    })
    void decidesAsTheWorkedExampleSays(double rate, double maximum, int replicas, int expected, Reason reason) {
        Given given = Given.replicas(replicas).rate(rate, maximum);

        Decision decision = given.decision();

        assertThat(decision.replicas()).isEqualTo(expected);
        assertThat(decision.reason()).isEqualTo(reason);
    }
}
