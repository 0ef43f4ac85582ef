package dev.mastio.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DriftTest {

    @Test
    void theMedianIsTheMiddleOne() {
        assertThat(Drift.median(5, 1, 3)).isEqualTo(3);
        assertThat(Drift.median(4, 1, 3, 2)).isEqualTo(2.5);
    }

    @Test
    void driftIsTheGrowthOfTheMedianInPercent() {
        assertThat(percent(new double[] {124.9, 124.9, 124.9}, new double[] {125.0, 125.0, 125.0}))
                .isCloseTo(0.08, within(0.01));
        assertThat(percent(new double[] {100, 100, 100}, new double[] {90, 90, 90}))
                .isEqualTo(-10);
    }

    @Test
    void oneWildSampleDoesNotMatter() {
        assertThat(percent(new double[] {100, 101, 99, 100, 100}, new double[] {101, 100, 5000, 99, 100}))
                .isZero();
    }

    @Test
    void noiseOfThreePercentIsNeverTakenForALeak() {
        Random random = new Random(1);
        for (int run = 0; run < 2_000; run++)
            assertThat(percent(noisy(random, 100), noisy(random, 100))).isBetween(-10.0, 10.0);
    }

    @Test
    void aLeakOfAFifthIsSeenThroughThatNoise() {
        Random random = new Random(2);
        for (int run = 0; run < 2_000; run++)
            assertThat(percent(noisy(random, 100), noisy(random, 120))).isGreaterThan(10);
    }

    private static double[] noisy(Random random, double mean) {
        return DoubleStream.generate(() -> mean * (1 + random.nextGaussian() * 0.03))
                .limit(5)
                .toArray();
    }

    private static double percent(double[] before, double[] after) {
        return Drift.percent(Reports.samples(before, 1), Reports.samples(after, 1), Sample::resident);
    }
}
