package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.Json;

/** How objects of some built-in kinds begin, and when any object ends. */
final class Lifecycle {
    private Lifecycle() {}

    static void begin(Kind kind, ObjectNode object) {
        if (kind.is("Namespace")) {
            Json.child(object, "spec").putArray("finalizers").add("kubernetes");
            object.putObject("status").put("phase", "Active");
        } else if (kind.is("Pod")) object.putObject("status").put("phase", "Pending");
        else if (kind.is("PersistentVolumeClaim")) object.putObject("status").put("phase", "Pending");
        else if (kind.is("CustomResourceDefinition")) establish(object);
    }

    private static void establish(ObjectNode definition) {
        ObjectNode status = definition.putObject("status");
        ArrayNode conditions = status.putArray("conditions");
        for (String type : new String[] {"NamesAccepted", "Established"})
            conditions
                    .addObject()
                    .put("type", type)
                    .put("status", "True")
                    .put("reason", type.equals("Established") ? "InitialNamesAccepted" : "NoConflicts")
                    .put(
                            "message",
                            type.equals("Established") ? "the initial names have been accepted" : "no conflicts found")
                    .put("lastTransitionTime", Json.now());
        status.set("acceptedNames", definition.at("/spec/names").deepCopy());
        ArrayNode stored = status.putArray("storedVersions");
        for (JsonNode version : definition.at("/spec/versions"))
            if (version.path("storage").asBoolean())
                stored.add(version.path("name").asText());
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
