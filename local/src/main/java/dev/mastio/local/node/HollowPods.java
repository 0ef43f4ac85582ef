package dev.mastio.local.node;

import dev.mastio.local.net.AddressBlock;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Pods that are only said to run: ready at once, with an address at which nobody answers. For tests of scale. */
record HollowPods(boolean byDefault, Programs programs, AddressBlock addresses, Clock clock) {

    static final String ANNOTATION = "local.mastio.dev/hollow";

    /** The pod's own word counts first, then what its images stand for, then what the cluster was started with. */
    boolean claims(Pod pod) {
        String own = pod.getMetadata().getAnnotations() == null
                ? null
                : pod.getMetadata().getAnnotations().get(ANNOTATION);
        return own != null
                ? Boolean.parseBoolean(own)
                : byDefault
                        || pod.getSpec().getContainers().stream()
                                .map(Container::getImage)
                                .map(programs::find)
                                .flatMap(Optional::stream)
                                .anyMatch(Program::hollow);
    }

    /** What its status must say. */
    PodStatus status(Pod pod) {
        String known = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        String address = known != null && addresses.contains(known) ? known : addresses.takeForPod();
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        String since = address.equals(known) && pod.getStatus().getStartTime() != null
                ? pod.getStatus().getStartTime()
                : now;
        List<ContainerStatus> containers = pod.getSpec().getContainers().stream()
                .map(container -> new ContainerStatusBuilder()
                        .withName(container.getName())
                        .withImage(container.getImage())
                        .withImageID(container.getImage())
                        .withNewState()
                        .withNewRunning(since)
                        .endState()
                        .withNewLastState()
                        .endLastState()
                        .withRestartCount(0)
                        .withStarted(true)
                        .withReady(true)
                        .build())
                .toList();
        PodStatus before = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        PodStatus status =
                new PodStatuses(pod, before, address, addresses.ofNode(), clock.instant()).of(List.of(), containers);
        status.setStartTime(since);
        return status;
    }
}
