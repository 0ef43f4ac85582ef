package dev.mastio.suite.hollow;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does one thing again and again, whatever becomes of it: the API server is away now and then. */
public final class Loop implements AutoCloseable {

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    public Loop(Duration pause, Runnable work) {
        Future<?> _ = thread.scheduleWithFixedDelay(() -> attempt(work), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException nextTime) {
            // An executor would stop repeating what throws.
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
