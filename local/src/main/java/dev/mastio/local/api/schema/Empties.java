package dev.mastio.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** What a server can't tell from what is absent, and so does not keep. */
public final class Empties {
    private Empties() {}

    /** Takes away nulls where the schema neither allows them nor has a default to put there. */
    public static void dropNulls(Schema schema, JsonNode value) {
        drop(schema, value, Empties::isNeedlessNull, _ -> true);
    }

    /** Takes away nulls, and maps and lists with nothing in them, from an object of a type that Kubernetes itself knows. */
    public static void dropEmpties(Schema schema, JsonNode value) {
        drop(schema, value, Empties::isEmpty, known -> !known.preservesUnknown());
    }

    private static void drop(
            Schema schema, JsonNode value, BiPredicate<Schema, JsonNode> needless, Predicate<Schema> entered) {
        if (value instanceof ObjectNode object)
            for (Iterator<Map.Entry<String, JsonNode>> fields =
                            object.properties().iterator();
                    fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                Schema known = schema.fieldOrAny(field.getKey());
                if (needless.test(known, field.getValue())) fields.remove();
                else if (entered.test(known)) drop(known, field.getValue(), needless, entered);
            }
        else if (value instanceof ArrayNode array)
            for (JsonNode item : array) drop(schema.items(), item, needless, entered);
    }

    private static boolean isNeedlessNull(Schema schema, JsonNode value) {
        return value.isNull()
                && schema != Schema.ANY
                && !schema.is("nullable")
                && !schema.json().has("default");
    }

    private static boolean isEmpty(Schema schema, JsonNode value) {
        if (schema.preservesUnknown()) return false;
        if (value.isNull()) return true;
        if (schema.is("x-always") || !value.isContainerNode() || !value.isEmpty()) return false;
        return value.isArray() || schema.json().path("additionalProperties").isObject();
    }
}
