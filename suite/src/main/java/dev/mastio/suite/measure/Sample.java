package dev.mastio.suite.measure;

import java.util.List;
import java.util.Locale;

/** Values of repeated runs, of which there is at least one. */
public record Sample(List<Double> sorted) {

    public Sample {
        sorted = sorted.stream().sorted().toList();
    }

    /** The smallest value that so many percent of all don't exceed. */
    public double percentile(int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(1, rank) - 1);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "n %d   min %.1f   median %.1f   p95 %.1f   max %.1f",
                sorted.size(),
                sorted.getFirst(),
                percentile(50),
                percentile(95),
                sorted.getLast());
    }
}
