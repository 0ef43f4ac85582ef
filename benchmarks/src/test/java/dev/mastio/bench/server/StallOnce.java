package dev.mastio.bench.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Lets everybody pass but for one stretch of time, in which all wait for its end. */
public final class StallOnce {

    private final long fromNanos;
    private final long untilNanos;
    private final AtomicLong firstPass = new AtomicLong();

    /** Stalls from {@code after} the first pass, for {@code length}. */
    public StallOnce(Duration after, Duration length) {
        this.fromNanos = after.toNanos();
        this.untilNanos = after.plus(length).toNanos();
    }

    public void pass() {
        firstPass.compareAndSet(0, System.nanoTime());
        while (stalled()) LockSupport.parkNanos(1_000_000);
    }

    private boolean stalled() {
        long since = System.nanoTime() - firstPass.get();
        return since >= fromNanos && since < untilNanos;
    }
}
