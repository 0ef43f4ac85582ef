package dev.mastio.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbeCounterTest {

    @Test
    void failsOnlyAfterAsManyFailuresInARowAsTheThreshold() {
        ProbeCounter counter = ProbeCounter.starting(1, 3, true).after(false).after(false);
        assertThat(counter.hasFailed()).isFalse();

        assertThat(counter.after(false).hasFailed()).isTrue();
        assertThat(counter.after(true).after(false).hasFailed()).isFalse();
    }

    @Test
    void succeedsOnlyAfterAsManySuccessesInARowAsTheThreshold() {
        ProbeCounter counter = ProbeCounter.starting(2, 1, false).after(true);
        assertThat(counter.verdict()).isFalse();

        assertThat(counter.after(true).verdict()).isTrue();
        assertThat(counter.after(false).after(true).verdict()).isFalse();
    }

    @Test
    void keepsItsVerdictThroughASingleFailure() {
        ProbeCounter counter =
                ProbeCounter.starting(1, 2, false).after(true).after(false).after(true);

        assertThat(counter.verdict()).isTrue();
    }
}
