package dev.mastio.operator.instance.look;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why pods aren't ready, in the cluster's own words, for the message of a condition. */
public final class PodTrouble {

    private static final Set<String> NO_TROUBLE = Set.of("ContainerCreating", "PodInitializing");

    private PodTrouble() {}

    /** What the first troubled pod says; without pod names that change with each restart, so that the status doesn't either. */
    public static Optional<String> of(Collection<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .flatMap(pod -> Stream.concat(unschedulable(pod), containers(pod)))
                .findFirst();
    }

    private static Stream<String> unschedulable(Pod pod) {
        if (pod.getStatus() == null) return Stream.empty();
        return pod.getStatus().getConditions().stream()
                .filter(condition -> "PodScheduled".equals(condition.getType()))
                .filter(condition -> "False".equals(condition.getStatus()))
                .map(PodCondition::getMessage)
                .map(message -> "no node takes a pod: " + message);
    }

    private static Stream<String> containers(Pod pod) {
        if (pod.getStatus() == null) return Stream.empty();
        List<ContainerStatus> statuses = pod.getStatus().getContainerStatuses();
        return statuses.stream()
                .filter(status -> !Boolean.TRUE.equals(status.getReady()))
                .flatMap(status -> state(status).stream());
    }

    private static Optional<String> state(ContainerStatus status) {
        ContainerState state = status.getState();
        if (state == null) return Optional.empty();
        ContainerStateWaiting waiting = state.getWaiting();
        if (waiting != null && waiting.getReason() != null && !NO_TROUBLE.contains(waiting.getReason())) {
            String last = status.getLastState() == null
                    ? ""
                    : ended(status.getLastState().getTerminated());
            return Optional.of("a pod says " + waiting.getReason() + last);
        }
        return state.getTerminated() == null
                ? Optional.empty()
                : Optional.of("a pod has ended" + ended(state.getTerminated()));
    }

    private static String ended(@Nullable ContainerStateTerminated end) {
        if (end == null) return "";
        String words = end.getMessage() == null || end.getMessage().isBlank()
                ? ""
                : ": " + end.getMessage().strip().lines().findFirst().orElse("");
        return ", exit code " + end.getExitCode() + (end.getReason() == null ? "" : " (" + end.getReason() + ")")
                + words;
    }
}
