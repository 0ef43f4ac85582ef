package dev.mastio.operator.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the operator sees the cluster. A watch that reconnects is unhealthy for a moment and no reason to be taken out;
 * one that stays so is.
 */
public final class Readiness {

    private final Clock clock;
    private final Duration grace;
    private final Supplier<Optional<String>> watches;
    private boolean seenHealthy;
    private @Nullable Instant unhealthySince;

    /** @param watches what is wrong with the watches right now, empty when nothing is */
    public Readiness(Clock clock, Duration grace, Supplier<Optional<String>> watches) {
        this.clock = clock;
        this.grace = grace;
        this.watches = watches;
    }

    /** What is wrong, if anything is. */
    synchronized Optional<String> complaint() {
        Optional<String> trouble = watches.get();
        if (trouble.isEmpty()) {
            seenHealthy = true;
            unhealthySince = null;
            return trouble;
        }
        if (unhealthySince == null) unhealthySince = clock.instant();
        boolean excused = seenHealthy && clock.instant().isBefore(unhealthySince.plus(grace));
        return excused ? Optional.empty() : trouble;
    }
}
