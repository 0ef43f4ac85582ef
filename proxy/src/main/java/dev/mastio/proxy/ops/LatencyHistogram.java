package dev.mastio.proxy.ops;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Durations in fixed buckets, dense around the objective of 250 ms. Recording takes a few nanoseconds and no lock. */
final class LatencyHistogram {

    private static final double[] BOUNDS_SECONDS = {
        0.0005,
        0.001,
        0.0025,
        0.005,
        0.01,
        0.025,
        0.05,
        0.1,
        0.15,
        0.2,
        0.25,
        0.3,
        0.4,
        0.5,
        1,
        2.5,
        5,
        10,
        60,
        Double.POSITIVE_INFINITY
    };
    private static final long[] BOUNDS_NANOS = nanos();

    private final LongAdder[] counts = new LongAdder[BOUNDS_NANOS.length];
    private final LongAdder sumNanos = new LongAdder();

    LatencyHistogram() {
        for (int bucket = 0; bucket < counts.length; bucket++) {
            counts[bucket] = new LongAdder();
        }
    }

    void record(long nanos) {
        int bucket = 0;
        // Linear on purpose: nearly every answer belongs in one of the first buckets.
        while (nanos > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sumNanos.add(nanos);
    }

    /** Upper bounds of the buckets in seconds, the last one infinite. */
    double[] bounds() {
        return BOUNDS_SECONDS.clone();
    }

    /** Durations in each bucket alone, not cumulated. */
    long[] counts() {
        long[] values = new long[counts.length];
        for (int bucket = 0; bucket < values.length; bucket++) {
            values[bucket] = counts[bucket].sum();
        }
        return values;
    }

    double sumSeconds() {
        return (double) sumNanos.sum() / TimeUnit.SECONDS.toNanos(1);
    }

    private static long[] nanos() {
        long[] nanos = new long[BOUNDS_SECONDS.length];
        for (int bucket = 0; bucket < nanos.length; bucket++) {
            nanos[bucket] = (long) (BOUNDS_SECONDS[bucket] * TimeUnit.SECONDS.toNanos(1));
        }
        return nanos;
    }
}
