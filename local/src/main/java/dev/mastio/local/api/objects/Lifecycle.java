package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.Json;
import java.util.List;

/** How objects of some built-in kinds begin, and when any object ends. */
final class Lifecycle {
    private Lifecycle() {}

    static void begin(Kind kind, ObjectNode object) {
        if (kind.is("Namespace")) {
            Json.child(object, "spec").putArray("finalizers").add("kubernetes");
            object.putObject("status").put("phase", "Active");
        } else if (kind.is("Pod"))
            object.putObject("status").put("phase", "Pending").put("qosClass", quality(object.at("/spec/containers")));
        else if (kind.is("PersistentVolumeClaim")) object.putObject("status").put("phase", "Pending");
    }

    /** What a pod may count on when memory gets short. */
    private static String quality(JsonNode containers) {
        boolean asksForNothing = true;
        boolean hasAllItMayUse = true;
        for (JsonNode container : containers)
            for (String resource : List.of("cpu", "memory")) {
                JsonNode limit = container.at("/resources/limits").path(resource);
                JsonNode request = container.at("/resources/requests").path(resource);
                asksForNothing &= limit.isMissingNode() && request.isMissingNode();
                hasAllItMayUse &= !limit.isMissingNode() && limit.equals(request);
            }
        return asksForNothing ? "BestEffort" : hasAllItMayUse ? "Guaranteed" : "Burstable";
    }

    /** Deleted, and nobody holds it back: no finalizer, no grace that still runs. */
    static boolean isOver(ObjectNode object) {
        ObjectNode metadata = Json.metadata(object);
        return metadata.has("deletionTimestamp")
                && metadata.path("finalizers").isEmpty()
                && metadata.path("deletionGracePeriodSeconds").asInt() == 0
                && !(object.path("kind").asText().equals("Namespace")
                        && !object.at("/spec/finalizers").isEmpty());
    }
}
