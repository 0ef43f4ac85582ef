package dev.mastio.operator.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * How much happened in each of the last seconds. What a pod counted between two samples is spread evenly over the time
 * between them, so rates do not depend on when samples were taken, and what a vanished pod carried stays.
 */
final class RateRing {
    private static final double NANOS = 1e9;

    private final double[] seconds;
    private long head = Long.MIN_VALUE;

    /** A ring that remembers windows of this length. */
    RateRing(Duration length) {
        // Two more: the newest second is not over yet, and a window's first second is seldom a whole one.
        seconds = new double[Math.toIntExact(length.toSeconds()) + 2];
    }

    void add(Instant from, Instant to, double amount) {
        advance(to.getEpochSecond());
        double nanos = nanosBetween(from, to);
        for (long second = Math.max(from.getEpochSecond(), oldest()); second <= to.getEpochSecond(); second++) {
            Instant start = Instant.ofEpochSecond(second);
            double overlap = nanosBetween(later(from, start), earlier(to, start.plusSeconds(1)));
            seconds[index(second)] += amount * overlap / nanos;
        }
    }

    /** What happened in the time that ends here; nothing may have been added for later than {@code end}. */
    double amount(Instant end, Duration window) {
        Instant start = end.minus(window);
        long first = start.getEpochSecond();
        double sum = at(first) * (1 - start.getNano() / NANOS);
        for (long second = first + 1; second <= end.getEpochSecond(); second++) sum += at(second);
        return sum;
    }

    /** The same per second. */
    double rate(Instant end, Duration window) {
        return amount(end, window) * NANOS / window.toNanos();
    }

    /** The highest mean over any window of whole seconds, all of them within the time that ends here. */
    double maximum(Instant end, Duration window, Duration within) {
        long length = window.toSeconds();
        long past = end.getEpochSecond();
        double sum = 0;
        double highest = 0;
        for (long second = past - within.toSeconds(); second < past; second++) {
            sum += at(second);
            long leaves = second - length;
            if (leaves >= past - within.toSeconds()) sum -= at(leaves);
            highest = Math.max(highest, sum / length);
        }
        return highest;
    }

    /** The same seconds in a ring of another length. */
    RateRing resized(Duration length) {
        RateRing other = new RateRing(length);
        if (head == Long.MIN_VALUE) return other;
        other.advance(head);
        for (long second = Math.max(oldest(), other.oldest()); second <= head; second++) {
            other.seconds[other.index(second)] = at(second);
        }
        return other;
    }

    private void advance(long second) {
        if (second <= head) return;
        if (head == Long.MIN_VALUE || second - head >= seconds.length) Arrays.fill(seconds, 0);
        else for (long fresh = head + 1; fresh <= second; fresh++) seconds[index(fresh)] = 0;
        head = second;
    }

    private double at(long second) {
        return second < oldest() || second > head ? 0 : seconds[index(second)];
    }

    private long oldest() {
        return head == Long.MIN_VALUE ? Long.MAX_VALUE : head - seconds.length + 1;
    }

    private int index(long second) {
        return Math.floorMod(second, seconds.length);
    }

    private static double nanosBetween(Instant from, Instant to) {
        return Duration.between(from, to).toNanos();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
