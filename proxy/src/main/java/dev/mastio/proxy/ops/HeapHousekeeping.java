package dev.mastio.proxy.ops;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Has an {@link OldGeneration} looked at again and again, until it is closed. */
final class HeapHousekeeping implements AutoCloseable {

    private final Duration every;
    private final Supplier<Optional<OldGeneration>> old;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("heap-housekeeping").factory());

    /**
     * Not begun yet.
     *
     * @param every how much time lies between two looks, and before the first one
     * @param old asked for at the first look: JMX, which knows of the heap, would take part of a start
     */
    HeapHousekeeping(Duration every, Supplier<Optional<OldGeneration>> old) {
        this.every = every;
        this.old = old;
    }

    /** From now on in the background. */
    void start() {
        // Nobody waits for what goes on until the end.
        ScheduledFuture<?> _ = thread.schedule(
                () -> old.get().ifPresent(this::lookAgainAndAgain), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void lookAgainAndAgain(OldGeneration present) {
        ScheduledFuture<?> _ =
                thread.scheduleWithFixedDelay(present::collectIfWorthwhile, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }
}
