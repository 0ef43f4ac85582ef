package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.Json;
import java.util.List;
import java.util.Map;

/** The patch that kubectl sends for built-in kinds: like a merge patch, but lists with keys are merged by element. */
final class StrategicMerge {
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";

    private StrategicMerge() {}

    static void merge(Schema schema, ObjectNode into, ObjectNode patch) {
        if (patch.path("$patch").asText().equals("replace")) into.removeAll();
        for (Map.Entry<String, JsonNode> field : patch.properties())
            if (field.getKey().startsWith("$")) directive(into, field.getKey(), field.getValue());
            else field(schema.fieldOrAny(field.getKey()), into, field.getKey(), field.getValue());
    }

    private static void directive(ObjectNode into, String name, JsonNode value) {
        if (name.equals("$retainKeys")) into.retain(Json.texts(value));
        else if (name.startsWith(DELETE_FROM)
                && into.get(name.substring(DELETE_FROM.length())) instanceof ArrayNode array)
            for (JsonNode gone : value)
                for (int i = array.size() - 1; i >= 0; i--) if (array.get(i).equals(gone)) array.remove(i);
        // $setElementOrder only says how to sort; the order of elements by arrival is as good.
    }

    private static void field(Schema schema, ObjectNode into, String name, JsonNode value) {
        List<String> keys = schema.listKeys();
        if (value.isNull()) into.remove(name);
        else if (value instanceof ObjectNode object
                && !object.path("$patch").asText().equals("delete")) merge(schema, Json.child(into, name), object);
        else if (value instanceof ArrayNode array && keys != null)
            elements(
                    schema.items(),
                    keys,
                    into.get(name) instanceof ArrayNode present ? present : into.putArray(name),
                    array);
        else if (value.isObject()) into.remove(name);
        else into.set(name, value);
    }

    private static void elements(Schema schema, List<String> keys, ArrayNode into, ArrayNode patch) {
        // A strategic patch names an element by one key, the first: a container's port by its number.
        List<String> key = keys.isEmpty() ? keys : keys.subList(0, 1);
        for (JsonNode element : patch) if (element.path("$patch").asText().equals("replace")) into.removeAll();
        for (JsonNode element : patch) {
            String directive = element.path("$patch").asText();
            if (directive.equals("replace")) continue;
            int at = MergeByKeys.indexOf(schema, into, key, FieldPath.elementStep(schema, element, key));
            if (directive.equals("delete")) {
                if (at >= 0) into.remove(at);
            } else if (keys.isEmpty()) {
                if (at < 0) into.add(element);
            } else merge(schema, at < 0 ? into.addObject() : (ObjectNode) into.get(at), (ObjectNode) element);
        }
    }
}
