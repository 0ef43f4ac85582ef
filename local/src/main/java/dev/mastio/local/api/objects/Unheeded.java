package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.ApiFailure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What nothing in this cluster acts upon: refused, or stored with a warning where instances and their usual surroundings bring it along. */
final class Unheeded {
    private static final Set<String> REFUSED = Set.of(
            "DaemonSet",
            "HorizontalPodAutoscaler",
            "Ingress",
            "LimitRange",
            "PriorityClass",
            "ResourceQuota",
            "StatefulSet");

    private static final Map<String, String> STORED = Map.of(
            "Endpoints", "Services are balanced over the EndpointSlices of their pods only",
            "NetworkPolicy", "everybody reaches every pod",
            "PodDisruptionBudget", "there are no evictions that it could hold up");

    private Unheeded() {}

    /**
     * Says so of an object that is written.
     *
     * @throws ApiFailure 501 if it would promise what does not happen
     */
    static void tell(Kind kind, ObjectNode object, WriteOptions options) {
        if (kind.custom() || !options.subresource().isEmpty()) return;
        if (REFUSED.contains(kind.kind()))
            throw ApiFailure.of(
                    501,
                    "NotImplemented",
                    "nothing in the embedded cluster acts upon " + kind.resource()
                            + ": use a real one (./mastio up --cluster=real); docs/embedded-cluster.md lists what works");
        warning(kind, object).ifPresent(options.warnings());
    }

    private static Optional<String> warning(Kind kind, ObjectNode object) {
        String stored = STORED.get(kind.kind());
        if (stored != null)
            return Optional.of("nothing in the embedded cluster acts upon %s: %s".formatted(kind.resource(), stored));
        String type = object.at("/spec/type").asText();
        if (kind.is("Service") && (type.equals("NodePort") || type.equals("LoadBalancer")))
            return Optional.of(
                    "the embedded cluster gives a Service of type %s no more than a cluster IP".formatted(type));
        return Optional.empty();
    }
}
