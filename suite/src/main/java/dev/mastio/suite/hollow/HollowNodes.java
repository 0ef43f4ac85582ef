package dev.mastio.suite.hollow;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Nodes of a real cluster whose pods are only said to run. What they cost goes with the changes of pods, not with their number: pods are
 * watched, and each is written when it comes and when it goes; a soak also when it is over.
 */
public final class HollowNodes implements AutoCloseable {

    /** As of a kubelet without settings. */
    private static final int PODS_A_NODE = 110;

    private static final String PREFIX = "hollow-";
    private static final int AT_ONCE = 8;
    /** The controller manager gives a node up after 50 s. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    /** What could not be written is tried again after so long. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final HollowPods pretence;
    private final List<String> names;
    private final Set<String> inWork = ConcurrentHashMap.newKeySet();
    private final ExecutorService writers =
            Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    private final SharedIndexInformer<Pod> pods;
    private final Loop heartbeat;

    /**
     * Adds as many as are needed.
     *
     * @param address of all pods
     * @param atMost pods that there will be at once
     */
    public HollowNodes(KubernetesClient client, String address, int atMost) {
        this.client = client;
        pretence = new HollowPods(address);
        names = IntStream.range(0, count(atMost))
                .mapToObj(number -> PREFIX + number)
                .toList();
        names.forEach(this::add);
        heartbeat = new Loop(HEARTBEAT, () -> names.forEach(this::live));
        pods = client.pods().inAnyNamespace().inform(new Changes(), AGAIN.toMillis());
    }

    static int count(int pods) {
        return Math.ceilDiv(pods, PODS_A_NODE);
    }

    @Override
    public void close() {
        pods.close();
        heartbeat.close();
        writers.shutdownNow();
    }

    private void add(String name) {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels(HollowPods.NODE_SELECTOR)
                        .addToLabels("kubernetes.io/hostname", name)
                        .endMetadata()
                        .withNewSpec()
                        .addNewTaint("NoSchedule", HollowPods.MARK, null, null)
                        .endSpec()
                        .build())
                .create();
    }

    private void live(String name) {
        Map<String, Quantity> room = Map.of(
                "cpu",
                new Quantity("64"),
                "memory",
                new Quantity("64Gi"),
                "pods",
                new Quantity(Integer.toString(PODS_A_NODE)));
        client.nodes()
                .withName(name)
                .editStatus(node -> new NodeBuilder(node)
                        .editOrNewStatus()
                        .withCapacity(room)
                        .withAllocatable(room)
                        .withConditions(new NodeConditionBuilder()
                                .withType("Ready")
                                .withStatus("True")
                                .withReason("Hollow")
                                .withLastHeartbeatTime(Instant.now()
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString())
                                .build())
                        .endStatus()
                        .build());
    }

    private void consider(Pod pod) {
        String uid = pod.getMetadata().getUid();
        if (!names.contains(pod.getSpec().getNodeName())
                || HollowPods.due(pod, Instant.now()) == HollowPods.Due.NOTHING) return;
        if (inWork.add(uid)) {
            writers.execute(() -> {
                try {
                    pretend(pod);
                } catch (KubernetesClientException nextTime) {
                    // The informer shows every pod again after a while.
                } finally {
                    inWork.remove(uid);
                }
            });
        }
    }

    private void pretend(Pod pod) {
        switch (HollowPods.due(pod, Instant.now())) {
            case END -> client.resource(pod).withGracePeriod(0).delete();
            case STATUS ->
                client.resource(new PodBuilder(pod)
                                .withStatus(pretence.status(pod, Instant.now()))
                                .build())
                        .updateStatus();
            case NOTHING -> {}
        }
    }

    private final class Changes implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod added) {
            consider(added);
        }

        @Override
        public void onUpdate(Pod before, Pod now) {
            consider(now);
        }

        @Override
        public void onDelete(Pod last, boolean stateUnknown) {
            // Its name may be anybody's by now.
        }
    }
}
