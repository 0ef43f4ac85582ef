package dev.mastio.operator.instance.look;

import dev.mastio.operator.observe.PodTarget;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The proxy's pods as the observer wants to see them. */
public final class Targets {

    /** Such a pod may be there for hours, as one that was evicted, while its address belongs to another. */
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private Targets() {}

    /** Pods that have not ended and are not about to; none while the operator stops. */
    public static List<PodTarget> of(Sources sources, ResourceID instance) {
        try {
            return of(new Surroundings(sources, instance).proxies());
        } catch (StoppingException end) {
            return List.of();
        }
    }

    /** The same of pods that have been looked up already. */
    public static List<PodTarget> of(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> !hasEnded(pod))
                .map(Targets::target)
                .toList();
    }

    /** Those that have an address and are not ready: they run, and something keeps them from serving. */
    public static List<PodTarget> unready(List<PodTarget> pods) {
        return pods.stream()
                .filter(pod -> !pod.ready() && !pod.address().isEmpty())
                .toList();
    }

    private static PodTarget target(Pod pod) {
        Optional<PodStatus> status = Optional.ofNullable(pod.getStatus());
        return new PodTarget(
                pod.getMetadata().getUid(),
                pod.getMetadata().getName(),
                status.map(PodStatus::getPodIP).filter(Objects::nonNull).orElse(""),
                PodTarget.OPS_PORT,
                status.stream().flatMap(known -> known.getConditions().stream()).anyMatch(Targets::ready));
    }

    private static boolean hasEnded(Pod pod) {
        return Optional.ofNullable(pod.getStatus())
                .map(PodStatus::getPhase)
                .filter(ENDED::contains)
                .isPresent();
    }

    private static boolean ready(PodCondition condition) {
        return "Ready".equals(condition.getType()) && "True".equals(condition.getStatus());
    }
}
