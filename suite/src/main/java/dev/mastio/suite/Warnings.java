package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The Warning Events of a namespace: they say why something does not come about. */
public final class Warnings {

    private static final int SHOWN = 10;

    private Warnings() {}

    /** The last of them as indented lines, each with a line break before it; empty if there are none. */
    public static String in(KubernetesClient client, String namespace) {
        return text(client.v1().events().inNamespace(namespace).list().getItems());
    }

    static String text(List<Event> events) {
        List<Event> warnings = events.stream()
                .filter(event -> "Warning".equals(event.getType()))
                .sorted(Comparator.comparing(event -> event.getMetadata().getCreationTimestamp()))
                .toList();
        return warnings.subList(Math.max(0, warnings.size() - SHOWN), warnings.size()).stream()
                .map(event -> "%n      %s %s: %s: %s"
                        .formatted(
                                event.getInvolvedObject().getKind(),
                                event.getInvolvedObject().getName(),
                                event.getReason(),
                                event.getMessage()))
                .collect(Collectors.joining());
    }
}
