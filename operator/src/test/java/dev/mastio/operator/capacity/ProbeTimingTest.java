package dev.mastio.operator.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The page's budget: interval 30 s, time-out 5 s, 5 retries, start period 30 s. */
class ProbeTimingTest {

    @Test
    void livenessIsThePagesHealthCheck() {
        assertThat(ProbeTiming.LIVENESS).isEqualTo(new ProbeTiming(30, 5, 5, 10L));
    }

    @Test
    void aStartMayTakeTheStartPeriodAndAllRetriesButIsSeenWithinASecond() {
        assertThat(ProbeTiming.STARTUP).isEqualTo(new ProbeTiming(1, 1, 180, null));
    }

    @Test
    void readinessIsQuick() {
        assertThat(ProbeTiming.READINESS).isEqualTo(new ProbeTiming(2, 1, 2, null));
    }
}
