package dev.mastio.proxy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that tests turn. */
public final class MovableClock implements InstantSource {

    private volatile Instant now;
    /** A little before they turn positive, which nanoseconds of no known beginning may do. */
    private final AtomicLong nanos = new AtomicLong(-1_300_000_000L);

    public MovableClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** As {@link System#nanoTime}: it goes on with the clock, and not back. */
    public long nanoTime() {
        return nanos.get();
    }

    /** Turns it forward, or back by less than nothing. */
    public void advance(Duration time) {
        now = now.plus(time);
        nanos.addAndGet(Math.max(0, time.toNanos()));
    }
}
