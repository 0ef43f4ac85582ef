package dev.mastio.local.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.wire.Json;
import java.util.Map;
import java.util.stream.Collectors;

/** Objects as the asked version of their kind shows them: the same, but for events, which have two sets of names for their fields. */
public final class Representation {
    private static final Map<String, String> NEW_NAMES = Map.of(
            "involvedObject", "regarding",
            "message", "note",
            "source", "deprecatedSource",
            "firstTimestamp", "deprecatedFirstTimestamp",
            "lastTimestamp", "deprecatedLastTimestamp",
            "count", "deprecatedCount",
            "reportingComponent", "reportingController");
    private static final Map<String, String> OLD_NAMES =
            NEW_NAMES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private Representation() {}

    public static ObjectNode served(Kind kind, ObjectNode stored) {
        return isSame(kind, stored) ? stored : renamed(stored, kind, NEW_NAMES);
    }

    /** Whether an object is served just as it is stored. */
    public static boolean isSame(Kind kind, ObjectNode stored) {
        return stored.path("apiVersion").asText().equals(kind.apiVersion());
    }

    /** An object or a patch of it, as the kind of its storage has it. */
    public static JsonNode stored(Kind storedKind, Kind kind, JsonNode given) {
        return storedKind.equals(kind) || !(given instanceof ObjectNode object)
                ? given
                : renamed(object, storedKind, OLD_NAMES);
    }

    private static ObjectNode renamed(ObjectNode object, Kind kind, Map<String, String> names) {
        ObjectNode copy = Json.object();
        boolean event = kind.is("Event");
        for (Map.Entry<String, JsonNode> field : object.properties())
            copy.set(event ? names.getOrDefault(field.getKey(), field.getKey()) : field.getKey(), field.getValue());
        if (copy.has("apiVersion")) copy.put("apiVersion", kind.apiVersion());
        return copy;
    }
}
