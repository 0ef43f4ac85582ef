package dev.mastio.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Takes away what the schema does not know, and tells what that was. */
public final class Pruning {
    /** How a real server tells of the fields of custom kinds; with its own kinds it goes by the text. */
    private static final Comparator<String> METADATA_FIRST = Comparator.comparing(
                    (String field) -> !field.startsWith("metadata."))
            .thenComparing(Comparator.naturalOrder());

    private final List<String> unknown = new ArrayList<>();

    private Pruning() {}

    /** Removes unknown fields from {@code object} and returns their paths. */
    public static List<String> prune(Schema schema, ObjectNode object) {
        Pruning pruning = new Pruning();
        pruning.visit(schema, object, "");
        if (!schema.isBuiltin()) pruning.unknown.sort(METADATA_FIRST);
        return pruning.unknown;
    }

    private void visit(Schema schema, JsonNode value, String path) {
        if (value instanceof ObjectNode object) fields(schema, object, path);
        else if (value instanceof ArrayNode array)
            for (int i = 0; i < array.size(); i++) visit(schema.items(), array.get(i), path + "[" + i + "]");
    }

    private void fields(Schema schema, ObjectNode object, String path) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            Schema known = schema.field(field.getKey());
            if (known != null) visit(known, field.getValue(), at);
            else if (!embeddedIdentity(schema, field.getKey())) {
                unknown.add(at);
                fields.remove();
            }
        }
    }

    private static boolean embeddedIdentity(Schema schema, String field) {
        return schema.is("x-kubernetes-embedded-resource")
                && (field.equals("apiVersion") || field.equals("kind") || field.equals("metadata"));
    }
}
