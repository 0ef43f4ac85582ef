package dev.mastio.operator.autoscale;

import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A decision as status shows it. */
public final class ScalingReport {
    private ScalingReport() {}

    /** What to write to {@code status.autoscaling} once the decision is carried out. */
    public static AutoscalingStatus of(ScalingSpec spec, ScalingState state, Decision decision, Instant now) {
        ScaleHistory history = state.history().after(decision, spec.upPeriod(), now);
        Optional<Observation> rated = decision.seen().filter(Observation::rated);
        return new AutoscalingStatus(
                decision.mode(),
                decision.current(),
                decision.recommended(),
                rated.map(seen -> Rounded.rate(seen.shortRate())).orElse(null),
                rated.map(seen -> Rounded.rate(seen.longMaximum())).orElse(null),
                rated.map(seen -> Rounded.rate(seen.soakRate())).orElse(null),
                decision.seen().map(Observation::answeringPods).orElse(null),
                (int) Math.round(spec.upAbove(decision.current())),
                (int) Math.round(spec.downBelow(decision.current())),
                decision.reason().name(),
                decision.message(),
                written(history.up()),
                written(history.down()),
                history.written(),
                SpecReplicas.toRecord(spec.mode(), spec.specReplicas(), state.recordedSpecReplicas()));
    }

    private static @Nullable String written(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
