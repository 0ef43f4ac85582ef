package dev.mastio.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Holds a value against the types and bounds of its schema; the rules in CEL come after. */
public final class Validation {
    private final List<Cause> causes = new ArrayList<>();
    private final boolean builtin;

    private Validation(boolean builtin) {
        this.builtin = builtin;
    }

    /** What is wrong with a value; what has not changed is not looked at again, so that definitions can get stricter. */
    public static List<Cause> check(Schema schema, JsonNode value, @Nullable JsonNode old) {
        Validation validation = new Validation(schema.isBuiltin());
        validation.visit(schema, value, old, "");
        return validation.causes;
    }

    private void visit(Schema schema, JsonNode value, @Nullable JsonNode old, String path) {
        if (value.equals(old) || (value.isNull() && schema.is("nullable"))) return;
        allowed(schema, value, path);
        if (!hasType(schema, value)) {
            causes.add(Cause.wrongType(path, quoted(typeOf(value)), wantedType(schema)));
            return;
        }
        if (old != null && schema.is("x-immutable")) causes.add(Cause.invalid(path, value, "field is immutable"));
        switch (value.getNodeType()) {
            case NUMBER -> number(schema, value, path);
            case STRING -> string(schema, value.asText(), path);
            case OBJECT -> object(schema, (ObjectNode) value, path);
            case ARRAY -> array(schema, (ArrayNode) value, path);
            default -> {}
        }
        for (Correlation.Child child : Correlation.children(schema, value, old, path))
            visit(child.schema(), child.value(), child.old(), child.path());
    }

    private void allowed(Schema schema, JsonNode value, String path) {
        JsonNode allowed = schema.json().path("enum");
        if (!allowed.isArray()
                || StreamSupport.stream(allowed.spliterator(), false).anyMatch(value::equals)) return;
        causes.add(Cause.unsupported(path, value.toString(), Json.texts(allowed)));
    }

    /** As Go prints it: 1, where the schema says 1.0. */
    private static String plain(JsonNode bound) {
        return bound.decimalValue().stripTrailingZeros().toPlainString();
    }

    private static boolean hasType(Schema schema, JsonNode value) {
        if (schema.is("x-kubernetes-int-or-string")) return isInteger(value) || value.isTextual();
        return switch (schema.type()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> isInteger(value);
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }

    /** Also 1.0 is one. */
    private static boolean isInteger(JsonNode value) {
        return value.isIntegralNumber() || (value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue()));
    }

    private static String wantedType(Schema schema) {
        return schema.is("x-kubernetes-int-or-string") ? "integer,string" : schema.type();
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case OBJECT -> "object";
            default -> "null";
        };
    }

    private void number(Schema schema, JsonNode value, String path) {
        if (builtin) bounds(schema.json(), value, path);
        else numberOfCustomKind(schema, value, path);
    }

    /** Kubernetes' own kinds are checked by hand there, and it is said in other words. */
    private void bounds(JsonNode json, JsonNode value, String path) {
        long least = json.path("minimum").asLong(Long.MIN_VALUE);
        long most = json.path("maximum").asLong(Long.MAX_VALUE);
        if (value.asLong() >= least && value.asLong() <= most) return;
        String bounds = json.has("maximum")
                ? "be between " + least + " and " + most + ", inclusive"
                : least == 1 ? "be greater than 0" : "be greater than or equal to " + least;
        causes.add(Cause.invalid(path, value, "must " + bounds));
    }

    private void numberOfCustomKind(Schema schema, JsonNode value, String path) {
        JsonNode json = schema.json();
        double number = value.asDouble();
        if (json.has("minimum")) {
            double bound = json.get("minimum").asDouble();
            boolean exclusive = schema.is("exclusiveMinimum");
            if (number < bound || (exclusive && number == bound))
                causes.add(Cause.invalid(
                        path,
                        shown(value),
                        path + " in body should be greater than " + (exclusive ? "" : "or equal to ")
                                + plain(json.get("minimum"))));
        }
        if (json.has("maximum")) {
            double bound = json.get("maximum").asDouble();
            boolean exclusive = schema.is("exclusiveMaximum");
            if (number > bound || (exclusive && number == bound))
                causes.add(Cause.invalid(
                        path,
                        shown(value),
                        path + " in body should be less than " + (exclusive ? "" : "or equal to ")
                                + plain(json.get("maximum"))));
        }
        if (json.has("multipleOf")
                && value.decimalValue()
                                .remainder(json.get("multipleOf").decimalValue())
                                .signum()
                        != 0)
            causes.add(Cause.invalid(
                    path, shown(value), path + " in body should be a multiple of " + plain(json.get("multipleOf"))));
    }

    private void string(Schema schema, String text, String path) {
        JsonNode json = schema.json();
        int length = text.codePointCount(0, text.length());
        if (json.has("minLength") && length < json.get("minLength").asInt())
            causes.add(Cause.invalid(
                    path, quoted(text), path + " in body should be at least " + json.get("minLength") + " chars long"));
        if (json.has("maxLength") && length > json.get("maxLength").asInt())
            causes.add(new Cause(
                    "FieldValueTooLong",
                    path,
                    "Too long: may not be more than " + json.get("maxLength")
                            + (json.get("maxLength").asInt() == 1 ? " byte" : " bytes")));
        if (json.has("pattern")
                && !Pattern.compile(json.get("pattern").asText()).matcher(text).find())
            causes.add(Cause.invalid(
                    path,
                    quoted(text),
                    path + " in body should match '" + json.get("pattern").asText() + "'"));
        String format = json.path("format").asText();
        if (!Formats.accepts(format, text)) causes.add(Cause.wrongType(path, quoted(text), format));
    }

    private void object(Schema schema, ObjectNode object, String path) {
        JsonNode json = schema.json();
        for (JsonNode required : json.path("required"))
            if (isMissing(object.get(required.asText()))) causes.add(Cause.required(join(path, required.asText()), ""));
        size(json, "minProperties", "maxProperties", object.size(), path, "properties");
    }

    /** Of a built-in kind an empty text is none. */
    private boolean isMissing(@Nullable JsonNode value) {
        return value == null || (builtin && value.isTextual() && value.asText().isEmpty());
    }

    private void array(Schema schema, ArrayNode array, String path) {
        size(schema.json(), "minItems", "maxItems", array.size(), path, "items");
        List<String> keys = schema.listKeys();
        if (schema.items().isBuiltin()) unique(schema, array, path);
        else if (keys != null) uniqueByKeys(keys, array, path);
    }

    /** Lists of built-in kinds may hold elements with the same keys, unless it is said that they may not. */
    private void unique(Schema schema, ArrayNode array, String path) {
        String field = schema.json().path("x-unique").asText("");
        List<String> keys = schema.listKeys();
        if (field.equals("keys") && keys != null) uniqueByKeys(keys, array, path);
        else if (!field.isEmpty()) uniqueBy(field, array, path);
    }

    private void uniqueBy(String field, ArrayNode array, String path) {
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode value = array.get(i).get(field);
            if (value != null && !seen.add(value))
                causes.add(new Cause(
                        "FieldValueDuplicate", path + "[" + i + "]." + field, "Duplicate value: " + shown(value)));
        }
    }

    private void uniqueByKeys(List<String> keys, ArrayNode array, String path) {
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode identity = Correlation.identity(array.get(i), keys);
            if (!seen.add(identity))
                causes.add(new Cause("FieldValueDuplicate", path + "[" + i + "]", "Duplicate value: " + identity));
        }
    }

    private void size(JsonNode json, String least, String most, int size, String path, String what) {
        if (builtin && size == 0 && json.has(least)) causes.add(Cause.required(path, ""));
        else if (json.has(least) && size < json.get(least).asInt())
            causes.add(
                    Cause.invalid(path, size, path + " in body should have at least " + json.get(least) + " " + what));
        if (json.has(most) && size > json.get(most).asInt())
            causes.add(new Cause(
                    "FieldValueTooMany",
                    path,
                    "Too many: " + size + ": must have at most " + json.get(most) + " items"));
    }

    private static String join(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String shown(JsonNode value) {
        return value.isContainerNode() ? quoted(value.isObject() ? "object" : "array") : value.toString();
    }
}
