package dev.mastio.bench.load;

import org.HdrHistogram.Histogram;

/** Latencies of many requests, in milliseconds; percentiles to three digits. */
public final class Latencies {

    private final Histogram micros;

    Latencies(Histogram micros) {
        this.micros = micros;
    }

    /** A few given ones, for results that are put together by hand. */
    public static Latencies ofMillis(double... values) {
        Histogram micros = new Histogram(3);
        for (double value : values) micros.recordValue(Math.round(value * 1000));
        return new Latencies(micros);
    }

    public long count() {
        return micros.getTotalCount();
    }

    public double mean() {
        return micros.getMean() / 1000;
    }

    public double min() {
        return micros.getMinValue() / 1000.0;
    }

    public double max() {
        return micros.getMaxValue() / 1000.0;
    }

    /** The value that {@code percent} of 100 requests stay at or below; 0 when there were none. */
    public double percentile(double percent) {
        return count() == 0 ? 0 : micros.getValueAtPercentile(percent) / 1000.0;
    }
}
