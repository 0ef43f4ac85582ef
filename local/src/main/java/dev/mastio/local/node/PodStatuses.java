package dev.mastio.local.node;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIPBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A pod's status, computed from those of its containers as the kubelet does. */
record PodStatuses(Pod pod, PodStatus before, String address, String hostAddress, Instant time) {

    PodStatus of(List<ContainerStatus> init, List<ContainerStatus> main) {
        Instant now = time.truncatedTo(ChronoUnit.SECONDS);
        String phase = phase(init, main);
        boolean initialized = init.stream().allMatch(PodStatuses::hasSucceeded);
        String unready = main.stream()
                .filter(status -> !Boolean.TRUE.equals(status.getReady()))
                .map(ContainerStatus::getName)
                .collect(Collectors.joining(" "));
        boolean completed = phase.equals("Succeeded");
        String reason = completed ? "PodCompleted" : "ContainersNotReady";
        String message = completed ? null : "containers with unready status: [" + unready + "]";
        boolean ready = initialized && unready.isEmpty();
        return new PodStatusBuilder(before)
                .withPhase(phase)
                .withPodIP(address)
                .withPodIPs(new PodIPBuilder().withIp(address).build())
                .withHostIP(hostAddress)
                .withStartTime(requireNonNullElse(before.getStartTime(), now.toString()))
                .withInitContainerStatuses(init)
                .withContainerStatuses(main)
                .withConditions(List.of(
                        condition("PodScheduled", true, null, null, now),
                        initialized
                                ? condition("Initialized", true, completed ? reason : null, null, now)
                                : condition("Initialized", false, "ContainersNotInitialized", null, now),
                        ready
                                ? condition("ContainersReady", true, null, null, now)
                                : condition("ContainersReady", false, reason, message, now),
                        ready
                                ? condition("Ready", true, null, null, now)
                                : condition("Ready", false, reason, message, now)))
                .build();
    }

    private String phase(List<ContainerStatus> init, List<ContainerStatus> main) {
        String policy = requireNonNullElse(pod.getSpec().getRestartPolicy(), "Always");
        if (init.stream().anyMatch(status -> status.getState().getTerminated() != null && !hasSucceeded(status))) {
            return "Failed";
        }
        boolean begun = main.stream().noneMatch(PodStatuses::hasNeverRun);
        if (!begun || !init.stream().allMatch(PodStatuses::hasSucceeded)) {
            return "Pending";
        }
        boolean ended = main.stream().allMatch(status -> status.getState().getTerminated() != null);
        if (!ended || policy.equals("Always")) {
            return "Running";
        }
        return main.stream().allMatch(PodStatuses::hasSucceeded) ? "Succeeded" : "Failed";
    }

    private static boolean hasNeverRun(ContainerStatus status) {
        return status.getState().getWaiting() != null && status.getLastState().getTerminated() == null;
    }

    private static boolean hasSucceeded(ContainerStatus status) {
        var terminated = status.getState().getTerminated();
        return terminated != null && terminated.getExitCode() == 0;
    }

    private PodCondition condition(
            String type, boolean holds, @Nullable String reason, @Nullable String message, Instant now) {
        String status = holds ? "True" : "False";
        String since = before.getConditions().stream()
                .filter(known -> type.equals(known.getType()) && status.equals(known.getStatus()))
                .map(PodCondition::getLastTransitionTime)
                .findFirst()
                .orElse(now.toString());
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(since)
                .build();
    }
}
