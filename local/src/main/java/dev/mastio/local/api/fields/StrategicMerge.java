package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import java.util.List;
import java.util.Map;

/** The patch that kubectl sends for built-in kinds: like a merge patch, but lists with keys are merged by element. */
final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
    private static final String ORDER = "$setElementOrder/";

    private StrategicMerge() {}

    static void merge(Schema schema, ObjectNode into, ObjectNode patch) {
        if (is("replace", patch) || is("delete", patch)) into.removeAll();
        if (is("delete", patch)) return;
        if (is("replace", patch)) {
            // As it is: what looks like a directive within it is taken for a field.
            into.setAll((ObjectNode) patch.deepCopy().without(DIRECTIVE));
            return;
        }
        ObjectNode before = into.deepCopy();
        for (Map.Entry<String, JsonNode> field : patch.properties())
            if (field.getKey().startsWith("$")) directive(into, field.getKey(), field.getValue());
            else field(schema.fieldOrAny(field.getKey()), into, field.getKey(), field.getValue());
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            boolean order = field.getKey().startsWith(ORDER);
            String name = order ? field.getKey().substring(ORDER.length()) : field.getKey();
            Schema list = schema.fieldOrAny(name);
            if ((order || !patch.has(ORDER + name))
                    && list.listKeys() != null
                    && into.get(name) instanceof ArrayNode elements)
                new ElementOrder(list, (ArrayNode) withoutDirectives(field.getValue()), before.path(name))
                        .sort(elements);
        }
    }

    /** What is new, without those maps in it that are to delete or replace what is not there. */
    private static JsonNode withoutDirectives(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode plain = Json.object();
            object.properties().forEach(field -> {
                if (!field.getValue().has(DIRECTIVE)) plain.set(field.getKey(), withoutDirectives(field.getValue()));
            });
            return plain;
        }
        if (!(value instanceof ArrayNode elements)) return value;
        ArrayNode plain = Json.MAPPER.createArrayNode();
        elements.forEach(element -> {
            if (!element.has(DIRECTIVE)) plain.add(withoutDirectives(element));
        });
        return plain;
    }

    /** Whether the map has the directive; any but the two that there are is an error. */
    private static boolean is(String directive, JsonNode map) {
        String given = map.path(DIRECTIVE).asText("");
        if (!given.isEmpty() && !given.equals("replace") && !given.equals("delete") && !given.equals("merge"))
            throw ApiFailure.of(500, "", "unknown patch type: %s in map: %s".formatted(given, GoText.of(map)));
        return given.equals(directive);
    }

    private static void directive(ObjectNode into, String name, JsonNode value) {
        if (name.equals("$retainKeys")) into.retain(Json.texts(value));
        else if (name.startsWith(DELETE_FROM)
                && into.get(name.substring(DELETE_FROM.length())) instanceof ArrayNode array)
            for (JsonNode gone : value)
                for (int i = array.size() - 1; i >= 0; i--) if (array.get(i).equals(gone)) array.remove(i);
    }

    private static void field(Schema schema, ObjectNode into, String name, JsonNode value) {
        List<String> keys = schema.listKeys();
        // What is there and of another type, as a list that is null, counts for nothing.
        if (into.path(name).getNodeType() != value.getNodeType()) into.remove(name);
        boolean replaces = into.has(name)
                && schema.json().path("x-kubernetes-patch-strategy").asText().equals("replace");
        if (value.isNull()) into.remove(name);
        // As it is: nobody looks for directives in it.
        else if (replaces) into.set(name, value);
        // What is not there can be neither deleted nor replaced; what is there and deleted is left empty.
        else if (value.isObject() && !into.has(name) && (is("delete", value) || is("replace", value))) return;
        else if (value instanceof ObjectNode object) merge(schema, Json.child(into, name), object);
        // Directives are known, and elements are looked at, only where they are merged or there is nothing to replace.
        else if (!into.has(name)) into.set(name, withoutDirectives(value));
        else if (value instanceof ArrayNode array && keys != null && into.get(name) instanceof ArrayNode present)
            elements(schema.items(), keys, present, array);
        else into.set(name, value);
    }

    private static void elements(Schema schema, List<String> keys, ArrayNode into, ArrayNode patch) {
        List<String> key = mergeKey(keys);
        for (JsonNode element : patch) if (is("replace", element)) into.removeAll();
        for (ArrayNode list : List.of(into, patch)) requireKey(key, list);
        // Before anything is added, wherever they stand in the patch.
        for (JsonNode element : patch) {
            if (!is("delete", element)) continue;
            int at = indexOf(schema, into, key, element);
            while (at >= 0) {
                into.remove(at);
                at = indexOf(schema, into, key, element);
            }
        }
        for (JsonNode element : patch) {
            if (is("replace", element) || is("delete", element)) continue;
            int at = indexOf(schema, into, key, element);
            if (at < 0) {
                // As it is: what looks like a directive within it is taken for a field.
                into.add(element.deepCopy());
            } else if (!keys.isEmpty()) merge(schema, (ObjectNode) into.get(at), (ObjectNode) element);
        }
    }

    /** Fails when there is an element, new or old, that nobody can find. */
    private static void requireKey(List<String> key, ArrayNode list) {
        for (JsonNode element : list)
            if (!key.isEmpty() && !element.has(key.getFirst()) && !is("replace", element))
                throw ApiFailure.of(
                        500,
                        "",
                        "map: %s does not contain declared merge key: %s"
                                .formatted(GoText.of(element), key.getFirst()));
    }

    private static int indexOf(Schema schema, ArrayNode into, List<String> key, JsonNode element) {
        return MergeByKeys.indexOf(schema, into, key, FieldPath.elementStep(schema, element, key));
    }

    /** A strategic patch names an element by one key, the first: a container's port by its number. */
    static List<String> mergeKey(List<String> keys) {
        return keys.isEmpty() ? keys : keys.subList(0, 1);
    }
}
