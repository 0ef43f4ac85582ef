package dev.mastio.proxy.store;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When readiness has to write and not only to read: a full disk still reads. At most once a second while it works, because the path is
 * public, and every write is a sync of the disk.
 */
final class WriteProbe {

    static final String STATEMENT = "UPDATE store_probe SET written_at = CURRENT_TIMESTAMP WHERE id = 1";
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private volatile long validUntil;

    WriteProbe(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.validUntil = nanoTime.getAsLong();
    }

    boolean due() {
        return nanoTime.getAsLong() - validUntil >= 0;
    }

    void succeeded() {
        validUntil = nanoTime.getAsLong() + PERIOD;
    }

    /** The next time it is due at once. */
    void failed() {
        validUntil = nanoTime.getAsLong();
    }
}
