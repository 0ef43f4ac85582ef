package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.schema.Decoding;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a configuration that is to be applied has the form that its schema describes. Server-side apply must know of each field what it is:
 * one that is not in the schema is no matter of warnings here.
 */
public final class TypedConfiguration {
    private final List<String> troubles = new ArrayList<>();

    private final boolean builtin;

    private TypedConfiguration(boolean builtin) {
        this.builtin = builtin;
    }

    /** Fails as a real server does, with 500, when the form is another. */
    public static void require(Schema schema, ObjectNode configuration) {
        TypedConfiguration typed = new TypedConfiguration(schema.isBuiltin());
        typed.fields(schema, configuration, "");
        if (typed.troubles.isEmpty()) return;
        String apiVersion = configuration.path("apiVersion").asText();
        throw ApiFailure.of(
                500,
                "",
                "failed to create typed patch object (%s/%s; %s, Kind=%s): %s"
                        .formatted(
                                Json.namespace(configuration),
                                Json.name(configuration),
                                apiVersion.contains("/") ? apiVersion : "/" + apiVersion,
                                configuration.path("kind").asText(),
                                typed.told()));
    }

    /** Fails in the same way when a field has a value that its type can't hold, which is only found out after all conflicts. */
    public static void requireReadable(Schema schema, ObjectNode configuration) {
        String trouble = schema.isBuiltin() ? Decoding.trouble(schema, configuration) : null;
        if (trouble != null) throw ApiFailure.of(500, "", trouble);
    }

    private String told() {
        return troubles.size() == 1 ? troubles.getFirst() : "errors:\n  " + String.join("\n  ", troubles);
    }

    private void fields(Schema schema, JsonNode object, String path) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String at = path + "." + field.getKey();
            Schema known = schema.field(field.getKey());
            if (known == null) {
                troubles.add(at + ": field not declared in schema");
                return;
            }
            visit(known, field.getValue(), at);
        }
    }

    private void visit(Schema schema, JsonNode value, String path) {
        if (value.isNull()) return;
        // A time of a built-in kind may be anything, as far as it is only merged.
        boolean time = builtin && schema.json().path("format").asText().equals("date-time");
        if (time && value.isContainerNode()) troubles.add(path + ": expected scalar, got " + shown(value));
        String type = time || schema.is("x-kubernetes-int-or-string") ? "" : schema.type();
        switch (type) {
            case "object" -> {
                if (value.isObject()) fields(schema, value, path);
                else troubles.add(path + ": expected map, got " + shown(value));
            }
            case "array" -> {
                if (value.isArray()) elements(schema, value, path);
                else troubles.add(path + ": expected list, got " + shown(value));
            }
            case "string" -> {
                if (!value.isTextual())
                    troubles.add(
                            path + ": expected string, got &value.valueUnstructured{Value:" + goSyntax(value) + "}");
            }
            case "integer", "number" -> {
                if (!value.isNumber()) troubles.add(path + ": expected numeric (int or float), got " + goType(value));
            }
            case "boolean" -> {
                if (!value.isBoolean()) troubles.add(path + ": expected boolean, got " + shown(value));
            }
            default -> {}
        }
    }

    private void elements(Schema schema, JsonNode list, String path) {
        List<String> keys = schema.listKeys();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode element = list.get(i);
            String at = path + "[" + i + "]";
            if (keys != null) {
                String step = FieldPath.elementStep(schema.items(), element, keys);
                if (element.isNull() && !keys.isEmpty()) {
                    troubles.add("%s: element %d: associative list with keys may not have a null element"
                            .formatted(path, i));
                    return;
                }
                if (step.equals(FieldPath.KEYLESS)) {
                    troubles.add(
                            "%s: element %d: associative list with keys has an element that omits all key fields [%s] (and doesn't have default values for any key fields)"
                                    .formatted(path, i, "\"" + String.join("\" \"", keys) + "\""));
                    return;
                }
                at = path + FieldPath.of(step);
                if (!seen.add(step)) troubles.add(path + ": duplicate entries for key " + FieldPath.of(step));
            }
            visit(schema.items(), element, at);
        }
    }

    private static String shown(JsonNode value) {
        return "&{" + GoText.of(value) + "}";
    }

    private static String goSyntax(JsonNode value) {
        return value.isContainerNode() ? goType(value) + "{}" : value.toString();
    }

    private static String goType(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case ARRAY -> "[]interface {}";
            default -> "map[string]interface {}";
        };
    }
}
