package dev.mastio.operator.instance.report;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Deployment says about itself, read with suspicion: a status about an older generation says nothing, and absent
 * numbers are zero.
 *
 * @param wanted pods that it is asked for
 * @param pods pods that exist, old ones included
 * @param updated of those, how many follow the present template
 * @param ready of those, how many are ready
 * @param available of those, how many have been ready for long enough
 * @param observed the status is about the present generation
 * @param trouble what it says is wrong: past its deadline, or pods refused
 */
public record Rollout(
        int wanted, int pods, int updated, int ready, int available, boolean observed, Optional<String> trouble) {

    /** Nothing has been made. */
    public static final Rollout NONE = new Rollout(0, 0, 0, 0, 0, false, Optional.empty());

    /** As it stands. */
    public static Rollout of(@Nullable Deployment deployment) {
        if (deployment == null) return NONE;
        DeploymentStatus status = Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
        Long generation = deployment.getMetadata().getGeneration();
        boolean observed = status.getObservedGeneration() != null
                && generation != null
                && status.getObservedGeneration() >= generation;
        return new Rollout(
                count(deployment.getSpec().getReplicas(), 1),
                count(status.getReplicas(), 0),
                count(status.getUpdatedReplicas(), 0),
                count(status.getReadyReplicas(), 0),
                count(status.getAvailableReplicas(), 0),
                observed,
                observed ? trouble(status) : Optional.empty());
    }

    /** Every pod follows the present template and there are as many as wanted. */
    public boolean complete() {
        return observed && pods == wanted && updated == wanted && available >= wanted;
    }

    /** Pods of an older template still run, or the newest template has not been looked at. */
    public boolean replacing() {
        return !observed || updated < pods || updated < Math.min(wanted, pods);
    }

    /** In figures. */
    public String figures() {
        return available + " of " + wanted + " replicas available, " + updated + " up to date";
    }

    private static Optional<String> trouble(DeploymentStatus status) {
        return status.getConditions().stream()
                .filter(Rollout::complains)
                .map(DeploymentCondition::getMessage)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static boolean complains(DeploymentCondition condition) {
        return switch (condition.getType()) {
            case "Progressing" -> "False".equals(condition.getStatus());
            case "ReplicaFailure" -> "True".equals(condition.getStatus());
            default -> false;
        };
    }

    private static int count(@Nullable Integer number, int absent) {
        return number == null ? absent : number;
    }
}
