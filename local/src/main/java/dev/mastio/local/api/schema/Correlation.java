package dev.mastio.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pairs the parts of a value with the parts of the value that it replaces. */
public final class Correlation {
    private Correlation() {}

    /**
     * One part of a value.
     *
     * @param old what it replaces; null when it is new, or in a list whose elements have no identity
     */
    public record Child(
            Schema schema, JsonNode value, @Nullable JsonNode old, String path) {}

    public static List<Child> children(Schema schema, JsonNode value, @Nullable JsonNode old, String path) {
        List<Child> children = new ArrayList<>();
        if (value.isObject())
            for (Map.Entry<String, JsonNode> field : value.properties())
                children.add(new Child(
                        schema.fieldOrAny(field.getKey()),
                        field.getValue(),
                        old == null ? null : old.get(field.getKey()),
                        path.isEmpty() ? field.getKey() : path + "." + field.getKey()));
        else if (value.isArray())
            for (int i = 0; i < value.size(); i++)
                children.add(new Child(
                        schema.items(), value.get(i), counterpart(schema, value.get(i), old), path + "[" + i + "]"));
        return children;
    }

    private static @Nullable JsonNode counterpart(Schema schema, JsonNode element, @Nullable JsonNode old) {
        List<String> keys = schema.listKeys();
        if (old == null || keys == null || keys.isEmpty()) return null;
        for (JsonNode candidate : old) if (identity(candidate, keys).equals(identity(element, keys))) return candidate;
        return null;
    }

    /** What tells an element of a list with keys, or of a set, from the others. */
    static JsonNode identity(JsonNode element, List<String> keys) {
        return keys.isEmpty() || !element.isObject()
                ? element
                : ((ObjectNode) element).deepCopy().retain(keys);
    }
}
