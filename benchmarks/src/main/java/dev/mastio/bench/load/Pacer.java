package dev.mastio.bench.load;

import java.util.concurrent.atomic.AtomicLong;

/** Hands out permits at an even pace to all event loops of a run, so that virtual users together stay below a rate. */
final class Pacer {

    /** What a late caller may catch up on; more would be a burst above the rate. */
    private static final long SLACK_NANOS = 10_000_000;

    private final long intervalNanos;
    private final AtomicLong next;

    Pacer(double perSecond, long now) {
        this.intervalNanos = Double.isInfinite(perSecond) ? 0 : Math.max(1, Math.round(1e9 / perSecond));
        this.next = new AtomicLong(now);
    }

    boolean unlimited() {
        return intervalNanos == 0;
    }

    /** Takes a permit if one is due. */
    boolean take(long now) {
        if (unlimited()) return true;
        while (true) {
            long due = next.get();
            if (due - now > 0) return false;
            long base = now - due > SLACK_NANOS ? now - SLACK_NANOS : due;
            if (next.compareAndSet(due, base + intervalNanos)) return true;
        }
    }

    /** When the next permit is due. */
    long nextDue() {
        return next.get();
    }
}
