package dev.mastio.proxy.limits;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Sheds a share of the load while the database is slow: a tenth when its answers get slower than one bound, more the slower they
 * are, nearly all at three times that bound; none any more when they are quicker than a second, lower bound.
 */
public final class LatencyBreaker {

    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final double PERCENTILE = 0.99;
    private static final double LEAST_SHARE = 0.10;
    private static final double LARGEST_SHARE = 0.95;
    private static final int FULL_AT = 3;

    private final long shedAbove;
    private final long shedUntil;
    private final LongSupplier nanoTime;
    private final DoubleSupplier random;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private volatile double share;

    private record Sample(long at, long nanos) {}

    /**
     * What it goes by, and what it does.
     *
     * @param share of the load that is shed, from 0 to 1
     * @param slowest the 99th percentile of the last answers
     * @param answers how many these are
     */
    public record State(double share, Duration slowest, int answers, Duration shedAbove, Duration shedUntil) {}

    /**
     * A closed one.
     *
     * @param nanoTime what only ever goes on, such as {@link System#nanoTime}: a clock that is set back would have slow answers count for as long
     * @param random evenly from 0 to 1; decides which requests are of the share that is shed
     */
    public LatencyBreaker(Duration shedAbove, Duration shedUntil, LongSupplier nanoTime, DoubleSupplier random) {
        this.shedAbove = shedAbove.toNanos();
        this.shedUntil = shedUntil.toNanos();
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** The database took as long for an answer. */
    public synchronized void took(Duration latency) {
        long now = nanoTime.getAsLong();
        samples.addLast(new Sample(now, latency.toNanos()));
        while (now - samples.getFirst().at() > WINDOW.toNanos()) {
            samples.removeFirst();
        }
        share = share(percentile(), share > 0);
    }

    /** Whether this request is to be shed. */
    public boolean sheds() {
        double present = share;
        return present > 0 && random.getAsDouble() < present;
    }

    /** The share of the load that is shed now, from 0 to 1. */
    public double share() {
        return share;
    }

    /** As of the last answer of the database. */
    public synchronized State state() {
        return new State(
                share,
                Duration.ofNanos(percentile()),
                samples.size(),
                Duration.ofNanos(shedAbove),
                Duration.ofNanos(shedUntil));
    }

    private double share(long nanos, boolean shedding) {
        if (nanos <= (shedding ? shedUntil : shedAbove)) {
            return 0;
        }
        double beyond = (double) (nanos - shedAbove) / ((FULL_AT - 1) * shedAbove);
        return Math.clamp(LEAST_SHARE + beyond * (LARGEST_SHARE - LEAST_SHARE), LEAST_SHARE, LARGEST_SHARE);
    }

    /** Of few samples this is the last but one: a single slow answer is no slow database. */
    private long percentile() {
        long[] sorted = samples.stream().mapToLong(Sample::nanos).sorted().toArray();
        return sorted.length < 2 ? 0 : sorted[(int) (PERCENTILE * (sorted.length - 1))];
    }
}
