package dev.mastio.local.node;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The Node objects that {@code kubectl get nodes} shows. They are written once: there is no heartbeat. */
final class NodeObjects {

    private final KubernetesClient client;
    private final String address;
    private final Clock clock;
    private final Set<String> announced = ConcurrentHashMap.newKeySet();

    NodeObjects(KubernetesClient client, String address, Clock clock) {
        this.client = client;
        this.address = address;
        this.clock = clock;
    }

    void announce(String name) {
        if (!announced.add(name)) {
            return;
        }
        var found = client.nodes().withName(name).get();
        var node = new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .addToLabels("kubernetes.io/os", "linux")
                .addToLabels("kubernetes.io/arch", architecture())
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
        var present = found == null ? client.resource(node).create() : found;
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, Quantity> resources = Map.of(
                "cpu", new Quantity(Integer.toString(Runtime.getRuntime().availableProcessors())),
                "memory", new Quantity(Machine.memoryBytes() / 1024 + "Ki"),
                "pods", new Quantity("1000"));
        client.resource(new NodeBuilder(present)
                        .withNewStatus()
                        .withCapacity(resources)
                        .withAllocatable(resources)
                        .addNewAddress(address, "InternalIP")
                        .addNewAddress(name, "Hostname")
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .withReason("KubeletReady")
                        .withMessage("the embedded node runs pods as processes")
                        .withLastHeartbeatTime(now)
                        .withLastTransitionTime(now)
                        .endCondition()
                        .withNewNodeInfo()
                        .withArchitecture(architecture())
                        .withOperatingSystem("linux")
                        .withOsImage(System.getProperty("os.name"))
                        .withKernelVersion(System.getProperty("os.version"))
                        .withContainerRuntimeVersion("process://1")
                        .withKubeletVersion("v1.32.0-mastio")
                        .withKubeProxyVersion("")
                        .withMachineID("")
                        .withSystemUUID("")
                        .withBootID("")
                        .endNodeInfo()
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("aarch64") ? "arm64" : name;
    }
}
