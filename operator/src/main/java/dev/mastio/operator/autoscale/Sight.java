package dev.mastio.operator.autoscale;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far an observation can be trusted. */
record Sight(State state, @Nullable Observation observation) {

    /** Three of the slowest scrape periods. */
    private static final Duration STALE_AFTER = Duration.ofSeconds(15);

    /** Samples are taken by the same clock: what is further ahead than a pass may last is from before the clock was set back. */
    private static final Duration AHEAD = Duration.ofSeconds(1);

    /** Why there is nothing to decide on, or that there is. */
    enum State {
        Clear,
        Filling,
        QuorumMissed,
        Stale,
        Unavailable
    }

    static Sight of(Optional<Observation> observation, ScalingSpec spec, Instant now) {
        return observation
                .map(seen -> new Sight(judge(seen, spec, now), seen))
                .orElseGet(() -> new Sight(State.Unavailable, null));
    }

    /** What was seen; only where something was. */
    Observation seen() {
        return Objects.requireNonNull(observation, "nothing was observed");
    }

    Instant longWindowFullAt(ScalingSpec spec) {
        return seen().longSince().plus(spec.downWindow());
    }

    private static State judge(Observation seen, ScalingSpec spec, Instant now) {
        if (seen.at().plus(STALE_AFTER).isBefore(now) || seen.at().minus(AHEAD).isAfter(now)) return State.Stale;
        if (!seen.quorum()) return State.QuorumMissed;
        return seen.shortSince().plus(spec.upWindow()).isAfter(seen.at()) ? State.Filling : State.Clear;
    }
}
