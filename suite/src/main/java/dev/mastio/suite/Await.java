package dev.mastio.suite;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for conditions of the outside world, which can only be polled, with an end. */
public final class Await {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private Await() {}

    /** Starts the clock. */
    public static Deadline within(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /** Whether the condition came true within the limit. */
    public static boolean until(Duration limit, BooleanSupplier condition) throws InterruptedException {
        Deadline deadline = within(limit);
        while (!condition.getAsBoolean()) {
            if (!deadline.pause()) return condition.getAsBoolean();
        }
        return true;
    }

    /** A moment on the clock of {@link System#nanoTime}. */
    public record Deadline(long nanos) {

        /** Pauses before the next look; false when the time is up. */
        public boolean pause() throws InterruptedException {
            if (Thread.interrupted()) throw new InterruptedException();
            if (System.nanoTime() - nanos >= 0) return false;
            LockSupport.parkNanos(PAUSE);
            return true;
        }
    }
}
