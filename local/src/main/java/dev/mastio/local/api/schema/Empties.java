package dev.mastio.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mastio.local.api.wire.Json;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** What a server can't tell from what is absent, and so does not keep. */
public final class Empties {
    private static final IntNode ZERO = IntNode.valueOf(0);

    private Empties() {}

    /** Takes away nulls where the schema neither allows them nor has a default to put there. */
    public static void dropNulls(Schema schema, JsonNode value) {
        drop(schema, value, Empties::isNeedlessNull, _ -> true);
    }

    /** Takes away nulls, and maps and lists with nothing in them, from an object of a type that Kubernetes itself knows. */
    public static void dropEmpties(Schema schema, JsonNode value) {
        fillNulls(schema, value);
        drop(schema, value, Empties::isEmpty, known -> !known.preservesUnknown());
    }

    /** In lists and maps of such a type null is an element like others, an empty one. */
    private static void fillNulls(Schema schema, JsonNode value) {
        if (schema.preservesUnknown()) return;
        if (value instanceof ObjectNode object)
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                Schema known = schema.fieldOrAny(field.getKey());
                if (!schema.declares(field.getKey())) field.setValue(filled(known, field.getValue()));
                fillNulls(known, field.getValue());
            }
        else if (value instanceof ArrayNode array)
            for (int i = 0; i < array.size(); i++) {
                array.set(i, filled(schema.items(), array.get(i)));
                fillNulls(schema.items(), array.get(i));
            }
    }

    private static JsonNode filled(Schema schema, JsonNode value) {
        if (value.isArray() && schema.json().path("format").asText().equals("byte"))
            return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes(value)));
        if (!value.isNull()) return value;
        return switch (schema.type()) {
            case "string" -> TextNode.valueOf("");
            case "object" -> Json.object();
            default -> value;
        };
    }

    private static byte[] bytes(JsonNode numbers) {
        byte[] bytes = new byte[numbers.size()];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) numbers.get(i).asInt();
        return bytes;
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
        if (schema.is("x-omitted")) return isZero(value);
        if (schema.is("x-always") || !value.isContainerNode() || !value.isEmpty()) return false;
        return value.isArray() || schema.json().path("additionalProperties").isObject();
    }

    private static boolean isZero(JsonNode value) {
        return value.asText().isEmpty() || value.equals(BooleanNode.FALSE) || value.equals(ZERO);
    }

    /** Whether a default is not seen, as what is left out when it is zero: it only counts where the field is a key. */
    static boolean isUnseen(Schema schema, JsonNode byDefault) {
        return schema.is("x-omitted") && isZero(byDefault);
    }
}
