package dev.mastio.operator.instance.rollout;

import dev.mastio.operator.instance.apply.Annotations;
import dev.mastio.operator.instance.report.Rollout;
import dev.mastio.operator.instance.rollout.ClassWave.Member;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where an instance stands in the rollout of its class, by what its Deployment says alone, so that a restart forgets nothing. */
public final class Standing {

    /** Longer than any rollout or restart that goes well. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private Standing() {}

    /** As it stands. */
    public static Member of(@Nullable Deployment deployment, Instant now) {
        String edition = Annotations.read(deployment, Annotations.CLASS_EDITION).orElse("");
        boolean unavailableBefore = unavailableBefore(deployment, edition, now);
        Rollout rollout = Rollout.of(deployment);
        // What has once arrived keeps that word when it falls ill later, for which the edition is not to blame.
        boolean arrived = rollout.observed()
                && rollout.updated() == rollout.pods()
                && condition(deployment, "Progressing", "True")
                        .anyMatch(progress -> "NewReplicaSetAvailable".equals(progress.getReason()));
        boolean stalled =
                condition(deployment, "Progressing", "False").findAny().isPresent();
        return new Member(edition, rollout.complete() || arrived || (unavailableBefore && stalled), unavailableBefore);
    }

    /** Whether it had been unavailable for long when it took the edition; or is now, if it has not taken it yet. */
    public static boolean unavailableBefore(@Nullable Deployment deployment, String edition, Instant now) {
        Optional<String> taken = Annotations.read(deployment, Annotations.CLASS_EDITION);
        return taken.equals(Optional.of(edition))
                ? Annotations.read(deployment, Annotations.UNAVAILABLE_BEFORE).equals(taken)
                : condition(deployment, "Available", "False")
                        .map(DeploymentCondition::getLastTransitionTime)
                        .anyMatch(since ->
                                since != null && Instant.parse(since).plus(LONG).isBefore(now));
    }

    private static Stream<DeploymentCondition> condition(@Nullable Deployment deployment, String type, String status) {
        if (deployment == null || deployment.getStatus() == null) return Stream.empty();
        return deployment.getStatus().getConditions().stream()
                .filter(condition -> type.equals(condition.getType()) && status.equals(condition.getStatus()));
    }
}
