package dev.mastio.local.node;

import dev.mastio.local.loop.Key;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A pod on this node, as its containers see it.
 *
 * @param thread runs everything that concerns the pod, one after the other
 */
record PodScope(Pod pod, String address, NodeServices node, Executor thread) {

    private static final String TERMINATION_LOG = "/dev/termination-log";

    PodScope with(Pod newer) {
        return new PodScope(newer, address, node, thread);
    }

    String uid() {
        return pod.getMetadata().getUid();
    }

    /** As the kubelet names a pod in its messages. */
    String fullName() {
        return "%s_%s(%s)"
                .formatted(pod.getMetadata().getName(), pod.getMetadata().getNamespace(), uid());
    }

    PodFolder folder() {
        return PodFolder.of(node.pods(), pod);
    }

    Volumes volumes() {
        String namespace = pod.getMetadata().getNamespace();
        boolean proven = !Boolean.FALSE.equals(pod.getSpec().getAutomountServiceAccountToken());
        return new Volumes(folder(), sources(), downward(), proven ? node.api().files(namespace) : Map.of());
    }

    Downward downward() {
        return new Downward(pod, address, node.name(), node.addresses().ofNode());
    }

    private Sources sources() {
        return new Sources(node.mirrors(), pod.getMetadata().getNamespace());
    }

    MountPaths paths(Container container, Program program) {
        return new MountPaths(
                folder().root(container.getName()),
                Stream.of(
                                container.getVolumeMounts().stream().map(VolumeMount::getMountPath),
                                program.volumes().stream(),
                                Stream.of(Volumes.ACCOUNT_PATH, terminationPath(container)))
                        .flatMap(paths -> paths)
                        .toList());
    }

    static String terminationPath(Container container) {
        String path = container.getTerminationMessagePath();
        return path == null ? TERMINATION_LOG : path;
    }

    /** All variables of a container. */
    Map<String, String> environment(Container container, Program program, MountPaths paths) {
        Placeholders placeholders = new Placeholders(address);
        Map<String, String> image = program.env().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        variable -> JvmOptions.moved(
                                variable.getKey(),
                                variable.getValue(),
                                text -> placeholders.fill(paths.rewrite(text)))));
        Path root = folder().root(container.getName());
        Map<String, String> base = new LinkedHashMap<>();
        base.put("PATH", System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        base.put("HOME", root.toString());
        base.put("HOSTNAME", pod.getMetadata().getName());
        base.putAll(node.api().variables(paths.place(Volumes.ACCOUNT_PATH)));
        Map<String, String> all = new Environment(sources(), downward(), paths, base).of(container, image);
        Path hosts = node.hosts().file(pod.getMetadata().getNamespace());
        all.put(JvmOptions.VARIABLE, JvmOptions.of(container, all.get(JvmOptions.VARIABLE), hosts));
        return all;
    }

    Key key() {
        return Key.of(pod);
    }

    void event(String type, Container container, String reason, String message) {
        node.events().record(type, pod, "spec.containers{" + container.getName() + "}", reason, message);
    }
}
