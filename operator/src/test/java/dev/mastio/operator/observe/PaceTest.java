package dev.mastio.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    @ParameterizedTest(name = "{0} pods: every {1} ms")
    @CsvSource({"0, 1000", "1, 1000", "60, 1000", "90, 1500", "120, 2000", "300, 5000", "1500, 5000"})
    void asksLessOftenTheMorePodsThereAre(int pods, long millis) {
        assertThat(Pace.forPods(pods).period()).isEqualTo(Duration.ofMillis(millis));
    }
}
