package dev.mastio.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pod and its container ask for that this node does not do, and whose absence would not be noticed otherwise. */
final class Unsupported {

    private Unsupported() {}

    static Optional<String> in(PodSpec pod, Container container) {
        Lifecycle hooks = container.getLifecycle();
        Map<String, Boolean> asked = Map.of(
                "readinessGates",
                !pod.getReadinessGates().isEmpty(),
                "subPathExpr of a volume mount",
                container.getVolumeMounts().stream().anyMatch(mount -> mount.getSubPathExpr() != null),
                "restartPolicy of an init container (sidecar)",
                container.getRestartPolicy() != null,
                "lifecycle.postStart",
                hooks != null && hooks.getPostStart() != null,
                "lifecycle.preStop.httpGet",
                hooks != null
                        && hooks.getPreStop() != null
                        && hooks.getPreStop().getHttpGet() != null,
                "grpc probes",
                Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                        .filter(Objects::nonNull)
                        .map(Probe::getGrpc)
                        .anyMatch(Objects::nonNull));
        return asked.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(entry -> "the embedded cluster does not support " + entry.getKey())
                .sorted()
                .findFirst();
    }
}
