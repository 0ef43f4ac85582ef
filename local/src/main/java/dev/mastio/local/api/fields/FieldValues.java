package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All fields of an object that somebody can own, with their values. Whatever has fields or elements of its own can be owned too; its value
 * then only says that it is there.
 */
final class FieldValues {
    /** What the server writes itself and nobody owns. */
    static final Set<String> SERVER_METADATA = Set.of(
            "name",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "managedFields",
            "selfLink");

    /** The value of what has something in it. */
    private static final JsonNode PRESENT = MissingNode.getInstance();

    /** What to collect: see the methods that make one. */
    private enum Extent {
        ALL,
        APPLIED,
        ALWAYS_THERE
    }

    private final NavigableMap<FieldPath, JsonNode> values = new TreeMap<>();
    private final Extent extent;

    private FieldValues(Extent extent) {
        this.extent = extent;
    }

    static NavigableMap<FieldPath, JsonNode> of(Schema schema, JsonNode object) {
        return collect(Extent.ALL, schema, object);
    }

    /** The fields that one owns who applies a configuration: not the objects and lists around them. */
    static NavigableMap<FieldPath, JsonNode> applied(Schema schema, JsonNode configuration) {
        return collect(Extent.APPLIED, schema, configuration);
    }

    /** Of an object that is being created, what even an empty one has, so that its creator does not own it. */
    static NavigableMap<FieldPath, JsonNode> alwaysThere(Schema schema, JsonNode object) {
        return collect(Extent.ALWAYS_THERE, schema, object);
    }

    private static NavigableMap<FieldPath, JsonNode> collect(Extent extent, Schema schema, JsonNode object) {
        FieldValues found = new FieldValues(extent);
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            if (name.equals("apiVersion") || name.equals("kind")) continue;
            Schema child = schema.fieldOrAny(name);
            FieldPath path = FieldPath.of("f:" + name);
            if (name.equals("metadata")) found.metadata(child, field.getValue(), path);
            else found.visit(child, field.getValue(), path, schema.declares(name));
        }
        return found.values;
    }

    private void metadata(Schema schema, JsonNode metadata, FieldPath path) {
        for (Map.Entry<String, JsonNode> field : metadata.properties())
            if (!SERVER_METADATA.contains(field.getKey())) field(schema, field, path);
    }

    private void fields(Schema schema, JsonNode object, FieldPath path) {
        for (Map.Entry<String, JsonNode> field : object.properties()) field(schema, field, path);
    }

    private void field(Schema schema, Map.Entry<String, JsonNode> field, FieldPath path) {
        String name = field.getKey();
        visit(schema.fieldOrAny(name), field.getValue(), path.then("f:" + name), schema.declares(name));
    }

    /** Collects a field and what is in it; {@code declared} as a field with a name, other than an entry of a map. */
    private void visit(Schema schema, JsonNode value, FieldPath path, boolean declared) {
        if (extent == Extent.ALWAYS_THERE && !schema.is("x-always")) return;
        if (value.isObject() && !schema.atomicMap()) {
            if (extent != Extent.APPLIED || !declared || value.isEmpty()) values.put(path, presence(value));
            fields(schema, value, path);
        } else if (value.isArray() && schema.listKeys() != null) {
            if (extent != Extent.APPLIED || !declared) values.put(path, presence(value));
            if (extent != Extent.ALWAYS_THERE) elements(schema, schema.listKeys(), value, path);
        } else values.put(path, extent == Extent.ALWAYS_THERE ? schema.json().path("default") : value);
    }

    /** Whether there are elements of lists among them that nothing tells from others. */
    static boolean haveKeyless(Map<FieldPath, JsonNode> fields) {
        return fields.keySet().stream().anyMatch(FieldPath::isKeyless);
    }

    private static JsonNode presence(JsonNode container) {
        return container.isEmpty() ? container : PRESENT;
    }

    /** Whether a field has kept its value: to be filled, or to be emptied, is a change of what is in it alone. */
    static boolean isKept(@Nullable JsonNode was, @Nullable JsonNode now) {
        return Objects.equals(was, now)
                || (PRESENT.equals(was) && isNothing(now))
                || (PRESENT.equals(now) && isNothing(was));
    }

    private static boolean isNothing(@Nullable JsonNode value) {
        return value != null && (value.isNull() || (value.isContainerNode() && value.isEmpty()));
    }

    private void elements(Schema schema, List<String> keys, JsonNode array, FieldPath path) {
        Map<FieldPath, List<JsonNode>> found = new LinkedHashMap<>();
        for (JsonNode element : array)
            found.computeIfAbsent(
                            path.then(FieldPath.elementStep(schema.items(), element, keys)), _ -> new ArrayList<>())
                    .add(element);
        found.forEach((at, alike) -> {
            JsonNode element = alike.getFirst();
            // Elements with the same keys have no fields that could be told apart.
            if (alike.size() > 1) values.put(at, Json.MAPPER.valueToTree(alike));
            else if (keys.isEmpty() || schema.items().atomicMap()) values.put(at, element);
            else {
                values.put(at, PRESENT);
                fields(schema.items(), element, at);
            }
        });
    }
}
