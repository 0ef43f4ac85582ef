package dev.mastio.proxy.edge;

import dev.mastio.proxy.config.Settings.Shedding;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A token bucket without a thread that fills it: it keeps the moment at which it would be full again, and a request that
 * moves this further ahead than a full bucket lasts finds it empty.
 */
final class TokenBucket {

    private final LongSupplier nanoTime;
    private final long nanosPerToken;
    private final long nanosPerBucket;
    private final AtomicLong fullAt;

    TokenBucket(Shedding shedding, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nanosPerToken = TimeUnit.SECONDS.toNanos(1) / shedding.requestsPerSecond();
        this.nanosPerBucket = nanosPerToken * shedding.burst();
        this.fullAt = new AtomicLong(nanoTime.getAsLong());
    }

    /** Takes a token, if there is one. */
    boolean take() {
        while (true) {
            long now = nanoTime.getAsLong();
            long before = fullAt.get();
            long after = Math.max(before - now, 0) + nanosPerToken;
            if (after > nanosPerBucket) {
                return false;
            }
            if (fullAt.compareAndSet(before, now + after)) {
                return true;
            }
        }
    }
}
