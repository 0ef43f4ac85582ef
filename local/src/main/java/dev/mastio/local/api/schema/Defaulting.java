package dev.mastio.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/**
 * Fills in the schema's defaults, and gives quantities the form in which a server keeps them; a null where none is allowed counts as
 * absent.
 */
public final class Defaulting {
    private Defaulting() {}

    public static void fill(Schema schema, JsonNode value) {
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property :
                    schema.json().path("properties").properties()) {
                Schema field = schema.fieldOrAny(property.getKey());
                JsonNode present = object.get(property.getKey());
                JsonNode byDefault = field.json().get("default");
                if (byDefault != null
                        && !Empties.isUnseen(field, byDefault)
                        && (present == null || (present.isNull() && !field.is("nullable"))))
                    object.set(property.getKey(), byDefault.deepCopy());
            }
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                Schema known = schema.fieldOrAny(field.getKey());
                fill(known, field.getValue());
                if (known.json().path("format").asText().equals("quantity"))
                    Quantities.canonical(field.getValue().asText())
                            .map(TextNode::valueOf)
                            .ifPresent(field::setValue);
            }
        } else if (value instanceof ArrayNode array) for (JsonNode item : array) fill(schema.items(), item);
    }
}
