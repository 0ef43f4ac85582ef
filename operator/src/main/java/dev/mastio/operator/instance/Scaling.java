package dev.mastio.operator.instance;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.operator.autoscale.Autoscaler;
import dev.mastio.operator.autoscale.Decision;
import dev.mastio.operator.autoscale.Fact;
import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.ScaleHistory;
import dev.mastio.operator.autoscale.ScalingReport;
import dev.mastio.operator.autoscale.ScalingSpec;
import dev.mastio.operator.autoscale.ScalingState;
import dev.mastio.operator.instance.report.Claim;
import dev.mastio.operator.instance.report.Claim.Truth;
import dev.mastio.operator.instance.report.ConditionType;
import dev.mastio.operator.instance.report.News;
import dev.mastio.operator.instance.report.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The autoscaler's answer for one instance in one pass, and what is said about it. */
record Scaling(ScalingSpec spec, ScalingState state, Decision decision, Instant at) {

    /**
     * Asks.
     *
     * @param rollout of the Deployment as it is before this pass
     * @param before what was decided last, by this process or as status has it
     * @param carriedOut the number that the Deployment was last given, where no process remembers, or a write of that
     *     number failed, perhaps only for us. A status is written after it, or not at all, and would take replicas away that came before
     */
    static Scaling decide(
            MastioInstanceSpec spec,
            double effectiveFloor,
            Rollout rollout,
            @Nullable AutoscalingStatus before,
            OptionalInt carriedOut,
            Optional<Observation> seen,
            Instant now) {
        ScalingSpec asked = ScalingSpec.of(spec.autoscaling(), spec.storage().type(), spec.replicas(), effectiveFloor);
        int present = present(spec, rollout, before, carriedOut);
        ScalingState state = new ScalingState(
                present,
                rollout.ready(),
                rollout.replacing(),
                history(spec, before, present, asked.upPeriod(), now),
                before == null ? null : before.ignoredSpecReplicas());
        return new Scaling(asked, state, Autoscaler.decide(asked, seen, state, now), now);
    }

    /** While mode Auto lasts, the last decision holds: whatever somebody wrote into the Deployment, or if it was deleted, under load. */
    private static int present(
            MastioInstanceSpec spec, Rollout rollout, @Nullable AutoscalingStatus before, OptionalInt carriedOut) {
        if (before != null && autoLasts(spec, before)) return carriedOut.orElse(before.desiredReplicas());
        return rollout.equals(Rollout.NONE) ? spec.replicas() : rollout.wanted();
    }

    /** A change that no status tells of came at an unknown time: now is the latest, so it limits for as long as it could have to. */
    private static ScaleHistory history(
            MastioInstanceSpec spec, @Nullable AutoscalingStatus before, int present, Duration upPeriod, Instant now) {
        ScaleHistory known = ScaleHistory.of(before);
        if (before == null || !autoLasts(spec, before)) return known;
        return known.changed(before.desiredReplicas(), present, upPeriod, now);
    }

    private static boolean autoLasts(MastioInstanceSpec spec, AutoscalingStatus before) {
        return before.mode() == Mode.Auto && spec.autoscaling().mode() == Mode.Auto;
    }

    /** @param carriedOut whether the Deployment has the number; if not, status must not have it either, or the next step starts from there */
    AutoscalingStatus status(boolean carriedOut) {
        return ScalingReport.of(spec, state, carriedOut ? decision : decision.held(), at);
    }

    List<Claim> claims() {
        return decision.facts().stream().map(Scaling::claim).toList();
    }

    /** What is another than in the last decision: the number, made or advised, or the reason, also of one that holds. */
    Optional<News> news(@Nullable AutoscalingStatus before) {
        if (before == null) return Optional.empty();
        if (decision.scales()) {
            return Optional.of(News.normal(decision.reason().name(), decision.message())
                    .keyed(decision.current() + " to " + decision.replicas()));
        }
        boolean another = !before.reason().equals(decision.reason().name());
        if (another && decision.reason().needsSomebody()) {
            return Optional.of(told(News.warning(decision.reason().name(), decision.message())));
        }
        boolean advises = decision.recommended() != decision.replicas();
        if (advises && before.desiredReplicas() != decision.recommended()) {
            return Optional.of(News.normal("Advised", decision.message()).keyed("" + decision.recommended()));
        }
        return another
                ? Optional.of(told(News.normal(decision.reason().name(), decision.message())))
                : Optional.empty();
    }

    /** The numbers always differ: the reason coming up again is the same news. */
    private News told(News news) {
        return news.keyed(decision.mode().name());
    }

    private static Claim claim(Fact fact) {
        return new Claim(
                ConditionType.valueOf(fact.type().name()),
                Truth.valueOf(fact.status().name()),
                fact.reason().name(),
                fact.message());
    }
}
