package dev.mastio.suite;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a namespace holds when its test has failed: all that is left of it where only the end of a run's output is kept. */
final class NamespaceReport {

    /** The newest warnings; older ones are mostly of pods that were still starting. */
    private static final int WARNINGS = 4;

    private NamespaceReport() {}

    static String of(TestNamespace namespace) {
        Stream<String> instances =
                Instances.all(namespace.client(), namespace.name()).stream().map(NamespaceReport::instance);
        Stream<String> pods = namespace.client().pods().inNamespace(namespace.name()).list().getItems().stream()
                .map(NamespaceReport::pod);
        Stream<String> warnings =
                namespace.client().v1().events().inNamespace(namespace.name()).list().getItems().stream()
                        .filter(event -> "Warning".equals(event.getType()))
                        .sorted(Comparator.comparing(NamespaceReport::lastSeen).reversed())
                        .limit(WARNINGS)
                        .map(event -> "warning: %s %s: %s"
                                .formatted(event.getInvolvedObject().getName(), event.getReason(), event.getMessage()));
        return Stream.of(instances, pods, warnings)
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "in %s at the end:\n".formatted(namespace.name()), ""));
    }

    private static String instance(MastioInstance instance) {
        String name = instance.getMetadata().getName();
        MastioInstanceStatus status = instance.getStatus();
        if (status == null) return "instance %s: no status".formatted(name);
        return "instance %s: %s replicas, %s ready; %s; %s"
                .formatted(
                        name,
                        status.replicas(),
                        status.readyReplicas(),
                        Optional.ofNullable(status.autoscaling())
                                .map(Object::toString)
                                .orElse("no autoscaling"),
                        conditions(status.conditions()));
    }

    private static String pod(Pod pod) {
        return "pod %s: %s; %s"
                .formatted(
                        pod.getMetadata().getName(),
                        pod.getStatus().getPhase(),
                        pod.getStatus().getConditions().stream()
                                .filter(condition -> !"True".equals(condition.getStatus()))
                                .map(condition -> "not %s %s".formatted(condition.getType(), condition.getMessage()))
                                .collect(Collectors.joining(", ")));
    }

    private static String conditions(List<Condition> conditions) {
        return conditions.stream()
                .map(condition -> "%s=%s".formatted(condition.getType(), condition.getStatus()))
                .collect(Collectors.joining(" "));
    }

    private static String lastSeen(Event event) {
        return Optional.ofNullable(event.getLastTimestamp())
                .orElse(event.getMetadata().getCreationTimestamp());
    }
}
