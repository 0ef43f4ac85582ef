package dev.mastio.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object of a built-in kind could be read into the type that a real server has for it, and what that server's decoder says when
 * not. What can't be read is refused before anything else is looked at.
 */
public final class Decoding {
    private Decoding() {}

    /** The first thing that can't be read, in the words of Go's decoder; null when all can. */
    public static @Nullable String trouble(Schema schema, JsonNode object) {
        return visit(schema, object, new Place(name(schema), ""));
    }

    /** The type that a field belongs to, and the names of the fields that lead there. */
    private record Place(String struct, String path) {
        Place field(Schema holder, String name) {
            boolean map = !holder.declares(name);
            if (map) return this;
            return new Place(name(holder).isEmpty() ? struct : name(holder), path.isEmpty() ? name : path + "." + name);
        }
    }

    private static @Nullable String visit(Schema schema, JsonNode value, Place place) {
        if (value.isNull()) return null;
        String format = schema.json().path("format").asText();
        if (format.equals("byte") && value.isArray()) return bytes(value, place);
        if (!fits(schema, value) || isOutOfRange(schema, value))
            return "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
                    .formatted(
                            isOutOfRange(schema, value) ? "number " + value : found(value),
                            place.struct(),
                            place.path(),
                            goType(schema));
        if (format.equals("byte") && !isBase64(value.asText())) return illegal(value.asText());
        if (format.equals("date-time") && !Formats.accepts(format, value.asText()))
            return "parsing time \"%s\" as \"2006-01-02T15:04:05.000000Z07:00\"".formatted(value.asText());
        if (format.equals("quantity") && Quantities.parse(value.asText()).isEmpty())
            return "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String trouble =
                    visit(schema.fieldOrAny(field.getKey()), field.getValue(), place.field(schema, field.getKey()));
            if (trouble != null) return trouble;
        }
        if (value.isArray())
            for (JsonNode element : value) {
                String trouble = visit(schema.items(), element, place);
                if (trouble != null) return trouble;
            }
        return null;
    }

    /** Bytes may also be given as numbers. */
    private static @Nullable String bytes(JsonNode numbers, Place place) {
        for (JsonNode number : numbers)
            if (!number.isNull() && !(number.isInt() && number.asInt() >= 0 && number.asInt() < 256))
                return "json: cannot unmarshal %s into Go struct field %s.%s of type uint8"
                        .formatted(
                                number.isIntegralNumber() ? "number " + number : found(number),
                                place.struct(),
                                place.path());
        return null;
    }

    private static boolean fits(Schema schema, JsonNode value) {
        if (schema.is("x-kubernetes-int-or-string")) return value.isNumber() || value.isTextual();
        return switch (schema.type()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }

    private static boolean isOutOfRange(Schema schema, JsonNode value) {
        if (!schema.type().equals("integer") || !value.isIntegralNumber()) return false;
        return goType(schema).equals("int64") ? !value.canConvertToLong() : !value.canConvertToInt();
    }

    private static String found(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> value.isIntegralNumber() ? "number" : "number " + value.asText();
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case ARRAY -> "array";
            default -> "object";
        };
    }

    private static String goType(Schema schema) {
        return switch (schema.type()) {
            case "integer" -> schema.json().path("format").asText("int32");
            case "boolean" -> "bool";
            case "number" -> "float64";
            case "array" -> "[]" + goType(schema.items());
            case "object" ->
                name(schema).isEmpty() ? "map[string]" + goType(schema.fieldOrAny("")) : "v1." + name(schema);
            default -> "string";
        };
    }

    private static String name(Schema schema) {
        return schema.json().path("x-struct").asText("");
    }

    private static boolean isBase64(String text) {
        try {
            return text.length() % 4 == 0 && Base64.getDecoder().decode(text).length <= text.length();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String illegal(String base64) {
        int at = 0;
        while (at < base64.length() && base64.substring(at, at + 1).matches("[A-Za-z0-9+/]")) at++;
        return "illegal base64 data at input byte " + at;
    }
}
