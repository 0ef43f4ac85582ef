package dev.mastio.bench.soak;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** How much of something stayed after the load had gone. */
final class Drift {

    private Drift() {}

    /** Percent by which the median of the later samples is above that of the earlier ones; below zero when it is less. */
    static double percent(Collection<Sample> before, Collection<Sample> after, ToDoubleFunction<Sample> what) {
        double baseline = median(before.stream().mapToDouble(what).toArray());
        double last = median(after.stream().mapToDouble(what).toArray());
        return (last - baseline) / baseline * 100;
    }

    /** The middle one of an odd number of values, the mean of the middle two of an even number; one wild value does not move it. */
    static double median(double... values) {
        if (values.length == 0) throw new IllegalArgumentException("there is no median of nothing");
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
