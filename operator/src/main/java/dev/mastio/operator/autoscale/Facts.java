package dev.mastio.operator.autoscale;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.operator.autoscale.Fact.Truth;
import java.util.List;
import java.util.Optional;

/** The conditions that go with a decision. */
final class Facts {
    /** What a floor promises: errors, shed requests included, stay below this share of all requests, */
    private static final double ERRORS = 0.01;

    /** and no more than this share is answered late, which is what a 95th percentile within the objective means. */
    private static final double LATE = 0.05;

    private Facts() {}

    static List<Fact> of(ScalingSpec spec, Sight sight, ScalingState state, Step step) {
        return List.of(active(spec, sight), able(spec, state, step), limited(spec, step), floorMet(spec, sight));
    }

    private static Fact active(ScalingSpec spec, Sight sight) {
        if (spec.mode() == Mode.Off) {
            return active(Truth.False, FactReason.ScalingDisabled, "autoscaling.mode is Off");
        }
        if (spec.mode() == Mode.Advisory) {
            return active(
                    Truth.False, FactReason.AdvisoryOnly, "autoscaling.mode is Advisory: decides, changes nothing");
        }
        return switch (sight.state()) {
            case Clear -> active(Truth.True, FactReason.ValidMetricFound, "the rate comes from the pods' metrics");
            case Filling -> active(Truth.False, FactReason.MetricsUnavailable, "the short window is filling");
            case QuorumMissed -> active(Truth.False, FactReason.MetricsUnavailable, Explanation.answering(sight));
            case Stale -> active(Truth.False, FactReason.MetricsStale, "there is no fresh answer of a pod");
            case Unavailable -> active(Truth.False, FactReason.MetricsUnavailable, "no pod has answered yet");
        };
    }

    private static Fact able(ScalingSpec spec, ScalingState state, Step step) {
        Fact able = able(state, step);
        if (!SpecReplicas.ignored(spec, state.recordedSpecReplicas())) return able;
        // Whatever else is to be said, nobody shall wait for a number that will never come.
        String aside = able.status() == Truth.False ? "; " + able.message() : "";
        return able(able.status(), FactReason.IgnoredInAuto, noEffect(spec) + aside);
    }

    private static Fact able(ScalingState state, Step step) {
        if (state.rollingOut()) {
            return able(Truth.False, FactReason.RolloutInProgress, "down waits until pods are replaced");
        }
        if (state.readyReplicas() < state.replicas()) {
            return able(Truth.False, FactReason.PodsNotReady, "down waits until every replica is ready");
        }
        if (step.reason() == Reason.WaitingToScaleUp || step.reason() == Reason.WaitingToScaleDown) {
            return able(Truth.False, FactReason.BackoffAfterChange, "the last change was a moment ago");
        }
        if (step.reason() == Reason.Stabilising || step.reason() == Reason.LongWindowFilling) {
            return able(Truth.True, FactReason.ScaleDownStabilized, "down waits for the long window");
        }
        return able(Truth.True, FactReason.ReadyForNewScale, "nothing holds a change back");
    }

    private static String noEffect(ScalingSpec spec) {
        return "spec.replicas %d has no effect in mode Auto: set autoscaling.min and max, or mode Off"
                .formatted(spec.specReplicas());
    }

    private static Fact limited(ScalingSpec spec, Step step) {
        if (step.limits().contains(Limit.TooManyReplicas)) {
            return limited(FactReason.TooManyReplicas, "the rate asks for more, but " + Explanation.maximum(spec));
        }
        if (step.limits().contains(Limit.TooFewReplicas)) {
            return limited(FactReason.TooFewReplicas, "the rate would do with less than min, which is " + spec.min());
        }
        if (step.limits().contains(Limit.ScaleUpLimit)) {
            return limited(
                    FactReason.ScaleUpLimit,
                    "within %d s the number at most doubles or grows by 4"
                            .formatted(spec.upPeriod().toSeconds()));
        }
        if (step.limits().contains(Limit.ScaleDownLimit)) {
            return limited(FactReason.ScaleDownLimit, "one step down removes one replica");
        }
        return new Fact(
                Fact.Type.ScalingLimited, Truth.False, FactReason.DesiredWithinRange, "the number follows the rate");
    }

    private static Fact floorMet(ScalingSpec spec, Sight sight) {
        if (sight.state() != Sight.State.Clear) {
            return floorMet(Truth.Unknown, FactReason.InsufficientLoad, "no rate to judge the floor by");
        }
        Observation seen = sight.seen();
        double carried = (seen.shortRate() + seen.soakRate()) / seen.readyPods();
        int rate = Rounded.rate(carried);
        long floor = Math.round(spec.floor());
        Optional<String> failing = failing(seen.underFloor());
        if (failing.isPresent()) {
            return floorMet(
                    Truth.False,
                    FactReason.FloorNotMet,
                    "replicas %s at %d requests/s each, under their floor of %d: measure this class with bench floor"
                            .formatted(failing.get(), rate, floor));
        }
        if (carried >= spec.floor()) {
            return floorMet(
                    Truth.True,
                    FactReason.PerReplicaRateAboveFloor,
                    "replicas carry %d requests/s each, of a floor of %d".formatted(rate, floor));
        }
        return floorMet(Truth.Unknown, FactReason.InsufficientLoad, "the load is too low to judge the floor by");
    }

    private static Optional<String> failing(Shortfall under) {
        if (under.shed() >= ERRORS) return Optional.of("shed requests");
        if (under.failed() >= ERRORS) return Optional.of("answer with server errors");
        return under.slow() > LATE
                ? Optional.of("take more than 250 ms for more than 5 % of their answers")
                : Optional.empty();
    }

    private static Fact active(Truth status, FactReason reason, String message) {
        return new Fact(Fact.Type.ScalingActive, status, reason, message);
    }

    private static Fact able(Truth status, FactReason reason, String message) {
        return new Fact(Fact.Type.AbleToScale, status, reason, message);
    }

    private static Fact limited(FactReason reason, String message) {
        return new Fact(Fact.Type.ScalingLimited, Truth.True, reason, message);
    }

    private static Fact floorMet(Truth status, FactReason reason, String message) {
        return new Fact(Fact.Type.FloorMet, status, reason, message);
    }
}
