package dev.mastio.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.0007, 0.3, 1, 7, 99, 100, 101, 1933.9, 7_390_997})
    void coversTheHighestValueWithAFewRoundTicks(double highest) {
        Axis axis = Axis.upTo(highest);

        assertThat(axis.max()).isBetween(highest, 1.5 * highest);
        assertThat(axis.ticks()).hasSizeBetween(3, 7).startsWith(0.0).isSorted();
    }

    @Test
    void standsUpToNothingAtAll() {
        assertThat(Axis.upTo(0).ticks()).hasSizeGreaterThan(1);
        assertThat(Axis.endingAt(Double.NaN).max()).isPositive();
    }

    @Test
    void labelsSmallStepsWithTheDigitsTheyNeed() {
        Axis axis = Axis.upTo(0.25);

        assertThat(axis.ticks().stream().map(axis::label).toList())
                .isEqualTo(List.of("0.00", "0.05", "0.10", "0.15", "0.20", "0.25"));
    }
}
