package dev.mastio.operator.autoscale;

import dev.mastio.api.Autoscaling.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An instance of the worked example to start from: floor 1000, up at 80 %, down under 60 %, one to ten replicas. */
record Given(ScalingSpec spec, Observation seen, ScalingState state) {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    static Given replicas(int replicas) {
        Instant longAgo = NOW.minus(Duration.ofHours(1));
        return new Given(
                new ScalingSpec(
                        Mode.Auto,
                        1,
                        10,
                        replicas,
                        1000,
                        0.8,
                        0.6,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(1)),
                new Observation(NOW, 0, 0, 0, 0, longAgo, longAgo, replicas, replicas),
                new ScalingState(replicas, replicas, false, ScaleHistory.NONE, null));
    }

    /** The same rate for longer than the long window. */
    Given rate(double rate) {
        return rate(rate, rate);
    }

    Given rate(double now, double maximum) {
        return seen(new Observation(
                NOW,
                now,
                maximum,
                seen.soakRate(),
                seen.shedUnderFloor(),
                seen.shortSince(),
                seen.longSince(),
                seen.readyPods(),
                seen.answeringPods()));
    }

    Given seen(Observation other) {
        return new Given(spec, other, state);
    }

    Given state(ScalingState other) {
        return new Given(spec, seen, other);
    }

    Given spec(ScalingSpec other) {
        return new Given(other, seen, state);
    }

    Decision decision() {
        return Autoscaler.decide(spec, Optional.of(seen), state, NOW);
    }
}
