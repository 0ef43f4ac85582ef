package dev.mastio.proxy.pki;

import dev.mastio.proxy.wire.Refusal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks in the store for the keys of tokens, on behalf of all who miss one. Anybody can send tokens with made-up key names: that must
 * become a way neither to load the database, so there is a pause after each look, nor to fill this process with those who wait for its
 * end.
 */
final class Looks {

    private static final Logger LOG = LoggerFactory.getLogger(Looks.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int WAITING = 64;

    private final Look look;
    private final long pause;
    private final Semaphore waiting;
    private final ReentrantLock looking = new ReentrantLock();
    private final AtomicLong begun = new AtomicLong();
    private long next = System.nanoTime();
    private boolean failed;

    /** One look. */
    @FunctionalInterface
    interface Look {
        void now() throws SQLException, PkiException;
    }

    Looks(Look look) {
        this(look, PAUSE, WAITING);
    }

    /**
     * Looks like that.
     *
     * @param waiting how many may wait for a pause to end
     */
    Looks(Look look, Duration pause, int waiting) {
        this.look = look;
        this.pause = pause.toNanos();
        this.waiting = new Semaphore(waiting);
    }

    /**
     * Returns once that is found, or a look that began after this call has ended.
     *
     * @throws Refusal 503 if it failed, or too many wait for one
     */
    void until(BooleanSupplier found) throws Refusal {
        long before = begun.get();
        while (true) {
            long left;
            looking.lock();
            try {
                if (found.getAsBoolean()) {
                    return;
                }
                left = next - System.nanoTime();
                if (begun.get() == before && left <= 0) {
                    look();
                }
                if (begun.get() != before) {
                    requireSuccess();
                    return;
                }
            } finally {
                looking.unlock();
            }
            await(left);
        }
    }

    private void look() {
        begun.incrementAndGet();
        failed = true;
        try {
            look.now();
            failed = false;
        } catch (SQLException | PkiException e) {
            LOG.warn("cannot look for the key of a token in the store: {}", e.getMessage());
        } finally {
            next = System.nanoTime() + pause;
        }
    }

    private void requireSuccess() throws Refusal {
        if (failed) {
            throw unknown();
        }
    }

    private void await(long nanos) throws Refusal {
        if (!waiting.tryAcquire()) {
            throw unknown();
        }
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown();
        } finally {
            waiting.release();
        }
    }

    /** Not 401: the token may be good, and who is told that it is not throws it away. */
    private static Refusal unknown() {
        return new Refusal(503, "the key of this token cannot be looked for now; retry shortly")
                .header("Retry-After", "1");
    }
}
