package dev.mastio.local.node;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a container that has ended waits for its next start: not at all the first time, then 10 s, doubling up to
 * the longest wait, forgotten after 10 minutes without an end.
 *
 * @param next the wait after the next end
 * @param at when the last one was decided
 * @param longest no wait is longer
 */
record Backoff(Duration next, @Nullable Instant at, Duration longest) {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    /** Of a container that has not ended yet. */
    static Backoff none(Duration longest) {
        return new Backoff(Duration.ZERO, null, longest);
    }

    Backoff after(Instant end) {
        if (at == null || Duration.between(at, end).compareTo(FORGOTTEN) > 0) {
            return new Backoff(bounded(FIRST), end, longest);
        }
        return new Backoff(bounded(next.multipliedBy(2)), end, longest);
    }

    private Duration bounded(Duration wait) {
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    Duration wait(Instant end) {
        return at == null || Duration.between(at, end).compareTo(FORGOTTEN) > 0 ? Duration.ZERO : next;
    }
}
