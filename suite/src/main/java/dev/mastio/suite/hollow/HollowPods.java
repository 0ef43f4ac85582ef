package dev.mastio.suite.hollow;

import dev.mastio.api.PodOverrides.Toleration;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is said of pods that don't run: proxies are ready at once, soaks pass after a moment. */
public final class HollowPods {

    /** Label of hollow nodes, and their taint, so that nobody gets there who does not ask for it. */
    public static final String MARK = "mastio.dev/hollow";

    /** What an instance's pods ask for, to be hollow. */
    public static final Map<String, String> NODE_SELECTOR = Map.of(MARK, "true");

    /** What they put up with. */
    public static final List<Toleration> TOLERATIONS =
            List.of(new Toleration(MARK, Toleration.Operator.Exists, null, Toleration.Effect.NoSchedule, null));

    /** Long enough for an operator to be killed in the middle of one. */
    private static final Duration SOAK = Duration.ofSeconds(2);

    private final String address;

    /** @param address of all pods */
    HollowPods(String address) {
        this.address = address;
    }

    /** What is to be done about a pod on a hollow node. */
    enum Due {
        NOTHING,
        STATUS,
        END
    }

    static Due due(Pod pod, Instant now) {
        if (pod.getMetadata().getDeletionTimestamp() != null) return Due.END;
        return isPending(pod) || isOver(pod, now) || isTakenForUnready(pod) ? Due.STATUS : Due.NOTHING;
    }

    /** As the controller manager says of all pods of a node that it has not heard of for long; a kubelet that is back says otherwise. */
    private static boolean isTakenForUnready(Pod pod) {
        return !isSoak(pod)
                && isRunning(pod)
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("False"));
    }

    private static boolean isPending(Pod pod) {
        return pod.getStatus() == null || "Pending".equals(pod.getStatus().getPhase());
    }

    private static boolean isRunning(Pod pod) {
        return pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
    }

    private static boolean isOver(Pod pod, Instant now) {
        return isSoak(pod)
                && isRunning(pod)
                && Instant.parse(pod.getStatus().getStartTime()).plus(SOAK).isBefore(now);
    }

    private static boolean isSoak(Pod pod) {
        return "soak".equals(pod.getMetadata().getLabels().get("app.kubernetes.io/component"));
    }

    PodStatus status(Pod pod, Instant moment) {
        String now = moment.truncatedTo(ChronoUnit.SECONDS).toString();
        return isOver(pod, moment) ? passed(pod, now) : runs(pod, now);
    }

    private PodStatus runs(Pod pod, String now) {
        boolean ready = !isSoak(pod);
        return status("Running", ready, now)
                .withContainerStatuses(container(pod)
                        .withReady(ready)
                        .withStarted(true)
                        .withState(
                                new ContainerStateBuilder().withNewRunning(now).build())
                        .build())
                .build();
    }

    private PodStatus passed(Pod pod, String now) {
        String words = "{\"run\":\"%s\",\"verdict\":\"Passed\",\"reason\":\"WithinLimits\",\"message\":\"hollow\"}"
                .formatted(pod.getMetadata().getLabels().get("batch.kubernetes.io/job-name"));
        return status("Succeeded", false, now)
                .withContainerStatuses(container(pod)
                        .withReady(false)
                        .withState(new ContainerStateBuilder()
                                .withNewTerminated()
                                .withExitCode(0)
                                .withReason("Completed")
                                .withMessage(words)
                                .withStartedAt(now)
                                .withFinishedAt(now)
                                .endTerminated()
                                .build())
                        .build())
                .build();
    }

    private PodStatusBuilder status(String phase, boolean ready, String now) {
        return new PodStatusBuilder()
                .withPhase(phase)
                .withStartTime(now)
                .withHostIP(address)
                .withPodIP(address)
                .withPodIPs(List.of(new PodIP(address)))
                .withConditions(Stream.of("PodScheduled", "Initialized", "ContainersReady", "Ready")
                        .map(type -> new PodConditionBuilder()
                                .withType(type)
                                .withStatus(ready || !type.endsWith("Ready") ? "True" : "False")
                                .withLastTransitionTime(now)
                                .build())
                        .toList());
    }

    private static ContainerStatusBuilder container(Pod pod) {
        var only = pod.getSpec().getContainers().getFirst();
        return new ContainerStatusBuilder()
                .withName(only.getName())
                .withImage(only.getImage())
                .withImageID("hollow")
                .withContainerID("hollow://" + pod.getMetadata().getUid())
                .withRestartCount(0);
    }
}
