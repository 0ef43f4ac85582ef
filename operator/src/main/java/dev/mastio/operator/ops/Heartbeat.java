package dev.mastio.operator.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether work still gets done. An idle operator is alive; one whose reconciliation hangs is not, because every later event
 * of that instance waits behind it.
 */
public final class Heartbeat {

    private final Clock clock;
    private final Duration patience;
    private final Map<Thread, Instant> running = new ConcurrentHashMap<>();

    public Heartbeat(Clock clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    /** The calling thread begins a piece of work. Close it when it is done, well or not. */
    public Beat begin() {
        Thread thread = Thread.currentThread();
        running.put(thread, clock.instant());
        return () -> running.remove(thread);
    }

    /** What is wrong, if anything is. */
    Optional<String> complaint() {
        Instant limit = clock.instant().minus(patience);
        long hanging = running.values().stream().filter(limit::isAfter).count();
        return hanging == 0
                ? Optional.empty()
                : Optional.of(
                        hanging + " reconciliation(s) have been running for more than " + patience.toSeconds() + " s");
    }

    /** A piece of work that goes on. */
    @FunctionalInterface
    public interface Beat extends AutoCloseable {
        @Override
        void close();
    }
}
