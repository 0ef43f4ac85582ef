package dev.mastio.proxy.ops;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Full collections on demand, so that a soak compares heaps without garbage; not so often that they cost capacity. */
final class HeapCollection {

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier nanoTime;
    private final AtomicLong earliestNext;

    HeapCollection(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.earliestNext = new AtomicLong(nanoTime.getAsLong());
    }

    /** Collects and returns true, or returns false because the last collection was a moment ago. */
    boolean collect() {
        long now = nanoTime.getAsLong();
        long earliest = earliestNext.get();
        if (now - earliest < 0 || !earliestNext.compareAndSet(earliest, now + PAUSE)) {
            return false;
        }
        System.gc();
        return true;
    }
}
