package dev.mastio.suite.faults.ground;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A node of a real cluster whose pods are only said to run: proxies are ready at once, soaks pass at once. The embedded cluster has
 * such a node of its own.
 */
final class HollowNode implements AutoCloseable {

    /** Label of the node, by which pods ask for it. */
    static final String LABEL = "mastio.dev/hollow";

    private static final String NAME = "hollow";
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** The controller manager gives a node up after 50 s. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final String address;
    private final Loop pods;
    private final Loop heartbeat;

    /** @param address of all pods */
    HollowNode(KubernetesClient client, String address) {
        this.client = client;
        this.address = address;
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .addToLabels(LABEL, "true")
                        .endMetadata()
                        .build())
                .create();
        heartbeat = new Loop(HEARTBEAT, this::live);
        pods = new Loop(PAUSE, this::pretend);
    }

    @Override
    public void close() {
        pods.close();
        heartbeat.close();
    }

    private void live() {
        Map<String, Quantity> room =
                Map.of("cpu", new Quantity("64"), "memory", new Quantity("64Gi"), "pods", new Quantity("200"));
        client.nodes()
                .withName(NAME)
                .editStatus(node -> new NodeBuilder(node)
                        .editOrNewStatus()
                        .withCapacity(room)
                        .withAllocatable(room)
                        .withConditions(new NodeConditionBuilder()
                                .withType("Ready")
                                .withStatus("True")
                                .withReason("Hollow")
                                .withLastHeartbeatTime(now())
                                .build())
                        .endStatus()
                        .build());
    }

    private void pretend() {
        client.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", NAME)
                .list()
                .getItems()
                .forEach(this::pretend);
    }

    private void pretend(Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            client.resource(pod).withGracePeriod(0).delete();
        } else if (pod.getStatus() == null || "Pending".equals(pod.getStatus().getPhase())) {
            boolean soak = "soak".equals(pod.getMetadata().getLabels().get("app.kubernetes.io/component"));
            client.resource(new PodBuilder(pod)
                            .withStatus(soak ? passed(pod) : runs(pod))
                            .build())
                    .updateStatus();
        }
    }

    private PodStatus runs(Pod pod) {
        return status("Running", true)
                .withContainerStatuses(container(pod)
                        .withReady(true)
                        .withStarted(true)
                        .withState(new ContainerStateBuilder()
                                .withNewRunning(now())
                                .build())
                        .build())
                .build();
    }

    private PodStatus passed(Pod pod) {
        String words = "{\"run\":\"%s\",\"verdict\":\"Passed\",\"reason\":\"WithinLimits\",\"message\":\"hollow\"}"
                .formatted(pod.getMetadata().getLabels().get("batch.kubernetes.io/job-name"));
        return status("Succeeded", false)
                .withContainerStatuses(container(pod)
                        .withReady(false)
                        .withState(new ContainerStateBuilder()
                                .withNewTerminated()
                                .withExitCode(0)
                                .withReason("Completed")
                                .withMessage(words)
                                .withStartedAt(now())
                                .withFinishedAt(now())
                                .endTerminated()
                                .build())
                        .build())
                .build();
    }

    private PodStatusBuilder status(String phase, boolean ready) {
        return new PodStatusBuilder()
                .withPhase(phase)
                .withStartTime(now())
                .withHostIP(address)
                .withPodIP(address)
                .withPodIPs(List.of(new PodIP(address)))
                .withConditions(Stream.of("PodScheduled", "Initialized", "ContainersReady", "Ready")
                        .map(type -> new PodConditionBuilder()
                                .withType(type)
                                .withStatus(ready || !type.endsWith("Ready") ? "True" : "False")
                                .withLastTransitionTime(now())
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

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
