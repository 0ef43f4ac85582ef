package dev.mastio.bench.soak;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish that a run ends now. All that waits in a run waits here, so the wish is heard at once. */
final class Stop {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();

    /** From any thread, any number of times. */
    void ask() {
        asked.countDown();
        actions.forEach(Runnable::run);
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    /** Done as soon as the wish is there, which may be now; perhaps twice. */
    void then(Runnable action) {
        actions.add(action);
        if (asked()) action.run();
    }

    /** Waits that long; false when the run is to end instead. */
    boolean pause(Duration duration) {
        try {
            return !asked.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
