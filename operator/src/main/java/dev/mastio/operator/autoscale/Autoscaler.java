package dev.mastio.operator.autoscale;

import dev.mastio.api.Autoscaling.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * How many replicas an instance needs now. Up is quick and needs a quorum, down is slow and needs to know everything;
 * whatever is not known holds.
 */
public final class Autoscaler {

    /** Nothing waits longer than this for another look, whatever events get lost. */
    private static final Duration SAFETY_NET = Duration.ofMinutes(5);

    private Autoscaler() {}

    /**
     * Decides, with the reason, the limits and the conditions that go with it.
     *
     * @param observation what was seen; empty when nothing was seen yet
     * @return in mode Auto never below {@code spec.min()}, never above {@code spec.max()}; the present number when
     *     nothing is known
     */
    public static Decision decide(
            ScalingSpec spec, Optional<Observation> observation, ScalingState state, Instant now) {
        Sight sight = Sight.of(observation, spec, now);
        Step step = spec.mode() == Mode.Off
                ? Step.hold(spec.specReplicas(), Reason.Disabled)
                : step(spec, sight, state, now);
        int replicas = spec.mode() == Mode.Auto ? step.replicas() : spec.specReplicas();
        return new Decision(
                spec.mode(),
                state.replicas(),
                replicas,
                step.replicas(),
                step.reason(),
                step.limits(),
                Explanation.of(spec, sight, state, step, now),
                nextCheck(spec, sight, state, step, now),
                Facts.of(spec, sight, state, step),
                observation);
    }

    private static Step step(ScalingSpec spec, Sight sight, ScalingState state, Instant now) {
        int present = state.replicas();
        // What the user bounds holds at once, without data and without a step limit: the user has looked, and decided.
        if (present > spec.max()) return Step.limited(spec.max(), Reason.AboveMaximum, Limit.TooManyReplicas);
        Optional<Step> up = up(spec, sight, state, now);
        if (present < spec.min()) {
            int atLeast = Math.max(spec.min(), up.map(Step::replicas).orElse(0));
            return new Step(atLeast, Reason.BelowMinimum, up.map(Step::limits).orElse(Set.of()));
        }
        return up.orElseGet(() -> downOrHold(spec, sight, state, now));
    }

    private static Optional<Step> up(ScalingSpec spec, Sight sight, ScalingState state, Instant now) {
        int present = state.replicas();
        if (sight.state() != Sight.State.Clear || sight.seen().shortRate() <= spec.upAbove(present)) {
            return Optional.empty();
        }
        int wanted = Math.max(present + 1, spec.replicasFor(sight.seen().shortRate()));
        int stepLimit = state.history().stepLimit(present, spec.upPeriod(), now);
        Set<Limit> limits = EnumSet.noneOf(Limit.class);
        if (wanted > spec.max()) limits.add(Limit.TooManyReplicas);
        if (Math.min(wanted, spec.max()) > stepLimit) limits.add(Limit.ScaleUpLimit);
        int target = Math.min(wanted, Math.min(spec.max(), stepLimit));
        if (target > present) return Optional.of(new Step(target, Reason.FloorCrossed, limits));
        Reason why = present == spec.max() ? Reason.AtMaximum : Reason.WaitingToScaleUp;
        return Optional.of(new Step(present, why, limits));
    }

    private static Step downOrHold(ScalingSpec spec, Sight sight, ScalingState state, Instant now) {
        int present = state.replicas();
        switch (sight.state()) {
            case Unavailable -> {
                return Step.hold(present, Reason.MetricsUnavailable);
            }
            case Stale -> {
                return Step.hold(present, Reason.MetricsStale);
            }
            case QuorumMissed -> {
                return Step.hold(present, Reason.QuorumMissed);
            }
            case Filling -> {
                return Step.hold(present, Reason.ShortWindowFilling);
            }
            case Clear -> {}
        }
        Observation seen = sight.seen();
        double enough = spec.downBelow(present);
        if (seen.shortRate() >= enough) return Step.hold(present, Reason.WithinTarget);
        if (present == spec.min()) return Step.limited(present, Reason.AtMinimum, Limit.TooFewReplicas);
        if (state.rollingOut()) return Step.hold(present, Reason.RolloutInProgress);
        if (state.readyReplicas() < present) return Step.hold(present, Reason.PodsNotReady);
        if (!seen.complete()) return Step.hold(present, Reason.PartialMetrics);
        if (sight.longWindowFullAt(spec).isAfter(seen.at())) return Step.hold(present, Reason.LongWindowFilling);
        if (seen.longMaximum() >= enough) return Step.hold(present, Reason.Stabilising);
        if (now.isBefore(state.history().nextDown(spec.downPeriod(), now))) {
            return Step.limited(present, Reason.WaitingToScaleDown, Limit.ScaleDownLimit);
        }
        boolean more = present - 1 > spec.min() && seen.longMaximum() < spec.downBelow(present - 1);
        return new Step(present - 1, Reason.RateFell, more ? Set.of(Limit.ScaleDownLimit) : Set.of());
    }

    private static Instant nextCheck(ScalingSpec spec, Sight sight, ScalingState state, Step step, Instant now) {
        Instant latest = now.plus(SAFETY_NET);
        Instant due = switch (step.reason()) {
            case WaitingToScaleUp -> state.history().nextUp(state.replicas(), spec.upPeriod(), now);
            case WaitingToScaleDown -> state.history().nextDown(spec.downPeriod(), now);
            case LongWindowFilling -> sight.longWindowFullAt(spec);
            default -> latest;
        };
        return due.isAfter(now) && due.isBefore(latest) ? due : latest;
    }
}
