package dev.mastio.local.node;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a container that has ended waits for its next start: not at all the first time, then 10 s, doubling up to
 * 5 minutes, forgotten after 10 minutes without an end.
 *
 * @param next the wait after the next end
 * @param at when the last one was decided
 */
record Backoff(Duration next, @Nullable Instant at) {

    static final Backoff NONE = new Backoff(Duration.ZERO, null);
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    Backoff after(Instant end) {
        if (at == null || Duration.between(at, end).compareTo(FORGOTTEN) > 0) {
            return new Backoff(FIRST, end);
        }
        Duration doubled = next.multipliedBy(2);
        return new Backoff(doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled, end);
    }

    Duration wait(Instant end) {
        return at == null || Duration.between(at, end).compareTo(FORGOTTEN) > 0 ? Duration.ZERO : next;
    }
}
