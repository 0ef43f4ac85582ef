package dev.mastio.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineTest {

    @Test
    void losesNoSpikeWhenAnHourIsDrawn() {
        Line hour = new Line(
                "p99",
                IntStream.range(0, 3600)
                        .mapToObj(i -> new Line.Point(i, i == 1234 ? 500 : 20))
                        .toList());

        Line drawn = hour.thinned();

        assertThat(drawn.points()).hasSizeLessThanOrEqualTo(400).contains(new Line.Point(1234, 500));
    }
}
