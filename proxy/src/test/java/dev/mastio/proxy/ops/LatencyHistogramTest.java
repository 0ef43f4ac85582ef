package dev.mastio.proxy.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void aBoundBelongsToItsBucket() {
        histogram.record(Duration.ofMillis(250).toNanos());
        histogram.record(Duration.ofMillis(250).toNanos() + 1);

        assertThat(countUpTo(0.2)).isZero();
        assertThat(countUpTo(0.25)).isEqualTo(1);
        assertThat(countUpTo(0.3)).isEqualTo(2);
    }

    @Test
    void countsWhatIsSlowerThanAnyBound() {
        histogram.record(Duration.ofHours(1).toNanos());

        assertThat(countUpTo(60)).isZero();
        assertThat(countUpTo(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(histogram.sumSeconds()).isEqualTo(3600);
    }

    private long countUpTo(double bound) {
        int bucket = Arrays.binarySearch(histogram.bounds(), bound);
        return Arrays.stream(histogram.counts()).limit(bucket + 1L).sum();
    }
}
