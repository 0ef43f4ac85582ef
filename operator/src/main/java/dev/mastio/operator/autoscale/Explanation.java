package dev.mastio.operator.autoscale;

import dev.mastio.api.Storage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The sentence that tells a decision with its numbers. */
final class Explanation {
    private Explanation() {}

    static String of(ScalingSpec spec, Sight sight, ScalingState state, Step step, Instant now) {
        int present = state.replicas();
        return switch (step.reason()) {
            case FloorCrossed ->
                "%s pass %s: %s%s"
                        .formatted(rate(spec, sight), up(spec, present), change(present, step), upLimit(spec, step));
            case RateFell ->
                "at most %d requests/s for %d s stay under %s: %s"
                        .formatted(
                                Rounded.rate(sight.seen().longMaximum()),
                                spec.downWindow().toSeconds(),
                                down(spec, present),
                                change(present, step));
            case BelowMinimum -> "min is %d: %s".formatted(spec.min(), change(present, step));
            case AboveMaximum -> "max is %d: %s".formatted(spec.max(), change(present, step));
            case WithinTarget ->
                "%s are within the target of %s: up above %d%s"
                        .formatted(
                                rate(spec, sight),
                                replicas(present),
                                Math.round(spec.upAbove(present)),
                                present > spec.min()
                                        ? ", down under %d".formatted(Math.round(spec.downBelow(present)))
                                        : "");
            case AtMaximum -> "%s pass %s, but %s".formatted(rate(spec, sight), up(spec, present), maximum(spec));
            case AtMinimum ->
                "%s are under %s, but min is %d".formatted(rate(spec, sight), down(spec, present), spec.min());
            case WaitingToScaleUp ->
                "%s pass %s; from %d to %s is as far as %d s may go, more at %s"
                        .formatted(
                                rate(spec, sight),
                                up(spec, present),
                                state.history().begin(present, spec.upPeriod(), now),
                                replicas(present),
                                spec.upPeriod().toSeconds(),
                                time(state.history().nextUp(present, spec.upPeriod(), now)));
            case WaitingToScaleDown ->
                "one replica less would do; one change in %d s, the next after %s"
                        .formatted(
                                spec.downPeriod().toSeconds(),
                                time(state.history().nextDown(spec.downPeriod(), now)));
            case Stabilising ->
                "%s are under %s, but there were %d within the last %d s"
                        .formatted(
                                rate(spec, sight),
                                down(spec, present),
                                Rounded.rate(sight.seen().longMaximum()),
                                spec.downWindow().toSeconds());
            case ShortWindowFilling ->
                "%d s of requests are not seen yet: hold %s"
                        .formatted(spec.upWindow().toSeconds(), replicas(present));
            case LongWindowFilling ->
                "one replica less would do now; unbroken data of %d s is there at %s"
                        .formatted(spec.downWindow().toSeconds(), time(sight.longWindowFullAt(spec)));
            case RolloutInProgress -> "one replica less would do, but pods are being replaced";
            case PodsNotReady ->
                "one replica less would do, but %d of %s are ready".formatted(state.readyReplicas(), replicas(present));
            case PartialMetrics -> "one replica less would do by those that answer, but %s".formatted(answering(sight));
            case QuorumMissed -> "%s, two thirds are needed: hold %s".formatted(answering(sight), replicas(present));
            case MetricsStale ->
                (sight.seen().at().isAfter(now)
                                ? "the last answer is of %s, which the clock has yet to reach: hold %s"
                                : "no pod has answered since %s: hold %s")
                        .formatted(time(sight.seen().at()), replicas(present));
            case MetricsUnavailable -> "no pod has answered yet: hold %s".formatted(replicas(present));
            case Disabled -> "mode Off: spec.replicas asks for %s".formatted(replicas(spec.specReplicas()));
        };
    }

    /** Why there are no more, and what to do about it. */
    static String maximum(ScalingSpec spec) {
        return spec.store() == Storage.Type.SQLITE
                ? "storage.type sqlite allows one replica: use storage.type postgres"
                : "max is %d: raise autoscaling.max".formatted(spec.max());
    }

    static String answering(Sight sight) {
        Observation seen = sight.seen();
        return "%d of %d ready pods answer".formatted(seen.answeringPods(), seen.readyPods());
    }

    static String replicas(int count) {
        return count == 1 ? "1 replica" : count + " replicas";
    }

    private static String rate(ScalingSpec spec, Sight sight) {
        return "%d requests/s over %d s"
                .formatted(
                        Rounded.rate(sight.seen().shortRate()), spec.upWindow().toSeconds());
    }

    private static String up(ScalingSpec spec, int present) {
        return "%d, %d %% of the floor of %s"
                .formatted(Math.round(spec.upAbove(present)), percent(spec.upUtilisation()), replicas(present));
    }

    private static String down(ScalingSpec spec, int present) {
        return "%d, %d %% of the floor of %s"
                .formatted(Math.round(spec.downBelow(present)), percent(spec.downUtilisation()), replicas(present - 1));
    }

    private static String change(int present, Step step) {
        return "%d to %s".formatted(present, replicas(step.replicas()));
    }

    private static String upLimit(ScalingSpec spec, Step step) {
        if (step.limits().contains(Limit.ScaleUpLimit)) {
            return ", as many as may come in %d s".formatted(spec.upPeriod().toSeconds());
        }
        return step.limits().contains(Limit.TooManyReplicas) ? ", which is max" : "";
    }

    private static int percent(double share) {
        return (int) Math.round(share * 100);
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
