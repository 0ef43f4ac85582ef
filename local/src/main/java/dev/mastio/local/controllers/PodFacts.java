package dev.mastio.local.controllers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the controllers read off a pod. */
final class PodFacts {

    private PodFacts() {}

    static boolean isLeaving(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    static String phase(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return phase == null ? "Pending" : phase;
    }

    static boolean hasEnded(Pod pod) {
        return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
    }

    /** Counts as a replica: neither ended nor on its way out. */
    static boolean isActive(Pod pod) {
        return !hasEnded(pod) && !isLeaving(pod);
    }

    static boolean isReady(Pod pod) {
        return readySince(pod).isPresent();
    }

    /** How long until the pod has been ready for so many seconds; empty while it is not ready at all. */
    static Optional<Duration> untilAvailable(Pod pod, @Nullable Integer minReadySeconds, Instant now) {
        Duration needed = Duration.ofSeconds(minReadySeconds == null ? 0 : minReadySeconds);
        return readySince(pod).map(since -> {
            Duration left = Duration.between(now, since.plus(needed));
            return left.isNegative() || needed.isZero() ? Duration.ZERO : left;
        });
    }

    private static Optional<Instant> readySince(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(PodFacts::transition)
                .findFirst();
    }

    private static Instant transition(PodCondition condition) {
        String time = condition.getLastTransitionTime();
        return time == null ? Instant.EPOCH : Instant.parse(time);
    }

    static OwnerReference controlledBy(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    static @Nullable OwnerReference controller(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst()
                .orElse(null);
    }
}
