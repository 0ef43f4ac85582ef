package dev.mastio.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextDurationTest {

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "1.5s, PT1.5S", "2m, PT2M", "1h30m, PT1H30M", "60m, PT1H"})
    void readsWhatPeopleWrite(String text, Duration duration) {
        assertThat(TextDuration.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "30 s", "-5s", "1d", "PT5S"})
    void refusesTheRestAndShowsHow(String text) {
        assertThatThrownBy(() -> TextDuration.parse(text))
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("30s");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0s", "PT0.5S, 0.5s", "PT30S, 30s", "PT4M, 4m", "PT1H30M, 1h30m", "PT1M5.25S, 1m5.2s"})
    void writesTheShortestForm(Duration duration, String text) {
        assertThat(TextDuration.format(duration)).isEqualTo(text);
    }
}
