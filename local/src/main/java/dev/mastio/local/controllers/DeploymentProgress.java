package dev.mastio.local.controllers;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a Deployment's status says, computed from the one before and the ReplicaSets as they are. */
final class DeploymentProgress {

    private static final String AVAILABLE = "Available";
    private static final String PROGRESSING = "Progressing";
    private static final String COMPLETE = "NewReplicaSetAvailable";

    private final Deployment deployment;
    private final ReplicaSet current;
    private final List<ReplicaSet> all;
    private final Instant now;

    DeploymentProgress(Deployment deployment, ReplicaSet current, List<ReplicaSet> all, Instant now) {
        this.deployment = deployment;
        this.current = current;
        this.all = all;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    DeploymentStatus status() {
        int available = sum(ReplicaSetStatus::getAvailableReplicas);
        int told = all.stream().mapToInt(set -> set.getSpec().getReplicas()).sum();
        DeploymentStatus counted = new DeploymentStatusBuilder()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(orNull(sum(ReplicaSetStatus::getReplicas)))
                .withUpdatedReplicas(orNull(Revisions.replicas(current)))
                .withReadyReplicas(orNull(sum(ReplicaSetStatus::getReadyReplicas)))
                .withAvailableReplicas(orNull(available))
                .withUnavailableReplicas(orNull(Math.max(0, told - available)))
                .build();
        counted.setConditions(List.of(availability(available), progress(counted)));
        return counted;
    }

    /** When the rollout will have taken too long, if it is still under way. */
    Optional<Duration> deadline(DeploymentStatus status) {
        DeploymentCondition progress = condition(status, PROGRESSING);
        Integer seconds = deployment.getSpec().getProgressDeadlineSeconds();
        if (progress == null || seconds == null || COMPLETE.equals(progress.getReason()) || !isTrue(progress)) {
            return Optional.empty();
        }
        Instant end = Instant.parse(progress.getLastUpdateTime()).plusSeconds(seconds);
        return Optional.of(Duration.between(now, end).plusSeconds(1));
    }

    private DeploymentCondition availability(int available) {
        boolean rolling =
                "RollingUpdate".equals(deployment.getSpec().getStrategy().getType());
        int needed = deployment.getSpec().getReplicas()
                - (rolling ? Rollout.of(deployment).maxUnavailable() : 0);
        return available >= needed
                ? condition(AVAILABLE, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
                : condition(
                        AVAILABLE,
                        "False",
                        "MinimumReplicasUnavailable",
                        "Deployment does not have minimum availability.");
    }

    private DeploymentCondition progress(DeploymentStatus fresh) {
        DeploymentCondition before = condition(deployment.getStatus(), PROGRESSING);
        String set = "ReplicaSet \"" + current.getMetadata().getName() + "\"";
        if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
            return condition(PROGRESSING, "Unknown", "DeploymentPaused", "Deployment is paused");
        }
        if (isComplete(fresh)) {
            return condition(PROGRESSING, "True", COMPLETE, set + " has successfully progressed.");
        }
        if (before == null || (COMPLETE.equals(before.getReason()) && !sameSet(before)) || hasMoved(fresh)) {
            return touched(condition(PROGRESSING, "True", "ReplicaSetUpdated", set + " is progressing."));
        }
        Integer seconds = deployment.getSpec().getProgressDeadlineSeconds();
        boolean late = seconds != null
                && !COMPLETE.equals(before.getReason())
                && Instant.parse(before.getLastUpdateTime())
                        .plusSeconds(seconds)
                        .isBefore(now);
        return late
                ? condition(PROGRESSING, "False", "ProgressDeadlineExceeded", set + " has timed out progressing.")
                : before;
    }

    private boolean sameSet(DeploymentCondition before) {
        return before.getMessage().contains("\"" + current.getMetadata().getName() + "\"");
    }

    private boolean isComplete(DeploymentStatus fresh) {
        Integer desired = orNull(deployment.getSpec().getReplicas());
        return Objects.equals(fresh.getUpdatedReplicas(), desired)
                && Objects.equals(fresh.getReplicas(), desired)
                && Objects.equals(fresh.getAvailableReplicas(), desired);
    }

    private boolean hasMoved(DeploymentStatus fresh) {
        DeploymentStatus old = deployment.getStatus();
        return number(fresh.getUpdatedReplicas()) > number(old.getUpdatedReplicas())
                || number(fresh.getReadyReplicas()) > number(old.getReadyReplicas())
                || number(fresh.getAvailableReplicas()) > number(old.getAvailableReplicas())
                || older(fresh) < older(old);
    }

    private static int older(DeploymentStatus status) {
        return number(status.getReplicas()) - number(status.getUpdatedReplicas());
    }

    private DeploymentCondition condition(String type, String status, String reason, String message) {
        DeploymentCondition before = condition(deployment.getStatus(), type);
        if (before != null
                && before.getStatus().equals(status)
                && before.getReason().equals(reason)
                && before.getMessage().equals(message)) {
            return before;
        }
        boolean same = before != null && before.getStatus().equals(status);
        return new DeploymentConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastUpdateTime(now.toString())
                .withLastTransitionTime(same && before != null ? before.getLastTransitionTime() : now.toString())
                .build();
    }

    private DeploymentCondition touched(DeploymentCondition condition) {
        return new DeploymentConditionBuilder(condition)
                .withLastUpdateTime(now.toString())
                .build();
    }

    private static @Nullable DeploymentCondition condition(@Nullable DeploymentStatus status, String type) {
        return status == null
                ? null
                : status.getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst()
                        .orElse(null);
    }

    private static boolean isTrue(DeploymentCondition condition) {
        return "True".equals(condition.getStatus());
    }

    private int sum(Function<ReplicaSetStatus, @Nullable Integer> counter) {
        return all.stream().mapToInt(set -> Revisions.count(set, counter)).sum();
    }

    private static int number(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    /** The API leaves zero counts out. */
    private static @Nullable Integer orNull(int count) {
        return count == 0 ? null : count;
    }
}
