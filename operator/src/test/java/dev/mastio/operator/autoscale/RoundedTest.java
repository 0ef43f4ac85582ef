package dev.mastio.operator.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundedTest {

    @ParameterizedTest(name = "{0} is shown as {1}")
    @CsvSource({"0, 0", "0.4, 0", "7.6, 8", "99.4, 99", "104, 100", "1249, 1200", "1250, 1300", "99600, 100000"})
    void keepsTwoDigits(double rate, int shown) {
        assertThat(Rounded.rate(rate)).isEqualTo(shown);
    }

    @Test
    void staysWithinWhatAnIntHolds() {
        assertThat(Rounded.rate(1e30)).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest(name = "{0}, then {1}: {2}")
    @CsvSource({
        "1249, 1251, false",
        "1249, 1300, false",
        "1200, 1300, true",
        "0, 0.9, false",
        "0, 2, true",
        "50, 0, true",
        "9, 10, false",
        "9, 11, true"
    })
    void movesOnlyByMoreThanNoise(double shown, double rate, boolean moved) {
        assertThat(Rounded.moved(shown, rate)).isEqualTo(moved);
    }
}
