package dev.mastio.local.node;

import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;

/** Where a pod's files are: volumes once, a root for each container in which its mounts appear, and the logs. */
record PodFolder(Path path) {

    static PodFolder of(Path pods, Pod pod) {
        return of(
                pods,
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid());
    }

    static PodFolder of(Path pods, String namespace, String name, String uid) {
        return new PodFolder(pods.resolve(String.join("_", namespace, name, uid)));
    }

    Path volume(String name) {
        return path.resolve("volumes").resolve(name);
    }

    Path root(String container) {
        return path.resolve("containers").resolve(container);
    }

    Path logs(String container) {
        return path.resolve("logs").resolve(container);
    }

    /** The log of a container's n-th start, counted from 0. */
    Path log(String container, int start) {
        return logs(container).resolve(start + ".log");
    }
}
