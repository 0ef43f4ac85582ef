package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.desired.Labels;
import dev.mastio.operator.instance.report.Claim;
import dev.mastio.operator.instance.report.ConditionType;
import dev.mastio.operator.instance.report.Conditions;
import dev.mastio.operator.instance.report.Reason;
import dev.mastio.operator.instance.report.Rollout;
import dev.mastio.operator.instance.report.Serving;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status of an instance, from values. */
final class StatusReport {

    private static final MastioInstanceStatus NEW =
            new MastioInstanceStatus(null, null, null, null, null, null, null, null, null, List.of());

    private StatusReport() {}

    /** What was last written. */
    static MastioInstanceStatus before(MastioInstance instance) {
        return Objects.requireNonNullElse(instance.getStatus(), NEW);
    }

    /** After a pass that had something to work from. */
    static MastioInstanceStatus full(
            MastioInstance instance,
            InstancePlan plan,
            long classGeneration,
            Rollout rollout,
            AutoscalingStatus scaling,
            @Nullable SoakStatus soak,
            Collection<Claim> claims,
            Instant now) {
        return new MastioInstanceStatus(
                instance.getMetadata().getGeneration(),
                rollout.pods(),
                rollout.ready(),
                Labels.selectorText(plan.name()),
                plan.url(),
                plan.capacity().resolvedAt(classGeneration),
                plan.capacity().floor(),
                scaling,
                soak,
                Conditions.merge(
                        before(instance).conditions(),
                        claims,
                        instance.getMetadata().getGeneration(),
                        now));
    }

    /** After a pass that had nothing to work from, so that nothing was made. That something was lost before stays in it, since it may be the only sign. */
    static MastioInstanceStatus nothing(MastioInstance instance, Collection<Claim> said, Instant now) {
        MastioInstanceStatus before = before(instance);
        boolean lost = before.conditions().stream()
                .anyMatch(condition -> ConditionType.Ready.name().equals(condition.getType())
                        && Reason.tellsOfUse(condition.getReason()));
        List<Claim> claims = said.stream()
                .map(claim -> lost && claim.type() == ConditionType.Ready && degrades(claim)
                        ? Failures.degraded(claim)
                        : claim)
                .toList();
        return with(
                before,
                instance.getMetadata().getGeneration(),
                before.replicas(),
                before.readyReplicas(),
                overlaid(instance, claims, now));
    }

    /**
     * While the operator keeps its hands off: the old observedGeneration says that the spec has not been carried out, also of
     * Ready, which goes on telling the truth about what runs.
     */
    static MastioInstanceStatus paused(
            MastioInstance instance, Rollout rollout, List<Claim> serving, Collection<Claim> claims, Instant now) {
        MastioInstanceStatus before = before(instance);
        @Nullable Long carriedOut = before.observedGeneration();
        List<Claim> news = serving.stream()
                .filter(claim -> Serving.mayReplace(before.conditions(), claim))
                .toList();
        List<Condition> served = overlaid(before.conditions(), news, carriedOut == null ? 0 : carriedOut, now);
        List<Condition> all = overlaid(served, claims, instance.getMetadata().getGeneration(), now);
        return with(before, carriedOut, rollout.pods(), rollout.ready(), all);
    }

    private static boolean degrades(Claim claim) {
        return Reason.valueOf(claim.reason()).degrades();
    }

    private static List<Condition> overlaid(MastioInstance instance, Collection<Claim> claims, Instant now) {
        return overlaid(
                before(instance).conditions(), claims, instance.getMetadata().getGeneration(), now);
    }

    /** What was said before stays, but for what the claims say anew. */
    private static List<Condition> overlaid(
            List<Condition> before, Collection<Claim> claims, long generation, Instant now) {
        Set<String> said = claims.stream().map(claim -> claim.type().name()).collect(Collectors.toSet());
        List<Condition> all = new ArrayList<>(before);
        all.removeIf(condition -> said.contains(condition.getType()));
        all.addAll(Conditions.merge(before, claims, generation, now));
        return Conditions.inOrder(all);
    }

    private static MastioInstanceStatus with(
            MastioInstanceStatus before,
            @Nullable Long observedGeneration,
            @Nullable Integer replicas,
            @Nullable Integer readyReplicas,
            List<Condition> conditions) {
        return new MastioInstanceStatus(
                observedGeneration,
                replicas,
                readyReplicas,
                before.selector(),
                before.url(),
                before.hardwareClass(),
                before.floor(),
                before.autoscaling(),
                before.soak(),
                conditions);
    }
}
