package dev.mastio.local.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.RuntimeHelpers;
import dev.mastio.local.api.schema.Schema;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as CEL sees them, in the types that {@link RuleTypes} promised. */
final class RuleValues {
    private RuleValues() {}

    static Object of(Schema schema, JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> map(schema, value);
            case ARRAY -> list(schema, value);
            case BOOLEAN -> value.asBoolean();
            case NUMBER ->
                schema.type().equals("number")
                                || !(value.isIntegralNumber() || schema.type().equals("integer"))
                        ? (Object) value.asDouble()
                        : value.asLong();
            case STRING -> string(schema.json().path("format").asText(), value.asText());
            default -> NullValue.NULL_VALUE;
        };
    }

    private static Map<String, Object> map(Schema schema, JsonNode object) {
        boolean fields = schema.json().path("properties").isObject();
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties())
            map.put(
                    fields ? RuleNames.escape(field.getKey()) : field.getKey(),
                    of(schema.fieldOrAny(field.getKey()), field.getValue()));
        return map;
    }

    private static List<Object> list(Schema schema, JsonNode array) {
        List<Object> list = new ArrayList<>();
        for (JsonNode item : array) list.add(of(schema.items(), item));
        return list;
    }

    private static Object string(String format, String text) {
        return switch (format) {
            case "date-time" -> OffsetDateTime.parse(text).toInstant();
            case "date" -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            case "duration" -> RuntimeHelpers.createJavaDurationFromString(text);
            case "byte" -> ByteString.copyFrom(Base64.getDecoder().decode(text));
            default -> text;
        };
    }
}
