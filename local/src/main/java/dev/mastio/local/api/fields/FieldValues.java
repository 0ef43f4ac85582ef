package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.mastio.local.api.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** All fields of an object that somebody can own, with their values. */
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
            "selfLink",
            "deletionTimestamp",
            "deletionGracePeriodSeconds");

    private final NavigableMap<FieldPath, JsonNode> values = new TreeMap<>();

    private FieldValues() {}

    static NavigableMap<FieldPath, JsonNode> of(Schema schema, JsonNode object) {
        FieldValues found = new FieldValues();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            if (name.equals("apiVersion") || name.equals("kind")) continue;
            Schema child = schema.fieldOrAny(name);
            FieldPath path = FieldPath.of("f:" + name);
            if (name.equals("metadata")) found.metadata(child, field.getValue(), path);
            else found.visit(child, field.getValue(), path);
        }
        return found.values;
    }

    private void metadata(Schema schema, JsonNode metadata, FieldPath path) {
        for (Map.Entry<String, JsonNode> field : metadata.properties())
            if (!SERVER_METADATA.contains(field.getKey()))
                visit(schema.fieldOrAny(field.getKey()), field.getValue(), path.then("f:" + field.getKey()));
    }

    private void visit(Schema schema, JsonNode value, FieldPath path) {
        if (value.isObject() && !value.isEmpty() && !schema.atomicMap()) fields(schema, value, path);
        else if (value.isArray() && !value.isEmpty() && schema.listKeys() != null)
            elements(schema, schema.listKeys(), value, path);
        else values.put(path, value);
    }

    private void fields(Schema schema, JsonNode object, FieldPath path) {
        for (Map.Entry<String, JsonNode> field : object.properties())
            visit(schema.fieldOrAny(field.getKey()), field.getValue(), path.then("f:" + field.getKey()));
    }

    private void elements(Schema schema, List<String> keys, JsonNode array, FieldPath path) {
        for (JsonNode element : array) {
            FieldPath at = path.then(FieldPath.elementStep(element, keys));
            if (keys.isEmpty()) values.put(at, element);
            else {
                values.put(at.then(FieldPath.ITSELF), BooleanNode.TRUE);
                fields(schema.items(), element, at);
            }
        }
    }
}
