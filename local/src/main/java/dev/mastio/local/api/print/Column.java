package dev.mastio.local.api.print;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.Function;

/** One column of a table. */
record Column(
        String name, String type, String format, String description, int priority, Function<JsonNode, JsonNode> cell) {
    static final Column NAME = new Column(
            "Name",
            "string",
            "name",
            "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to"
                    + " request the generation of an appropriate name automatically. Name is primarily intended for creation"
                    + " idempotence and configuration definition. Cannot be updated. More info:"
                    + " https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names",
            0,
            object -> JsonPath.first(object, ".metadata.name"));
    private static final String AGES =
            "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set"
                    + " in happens-before order across separate operations. Clients may not set this value. It is represented in"
                    + " RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info:"
                    + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";
    static final Column AGE = age("string");

    /** How old the object is. */
    static Column age(String type) {
        return new Column(
                "Age",
                type,
                "",
                AGES,
                0,
                object -> TextNode.valueOf(Age.since(JsonPath.first(object, ".metadata.creationTimestamp"))));
    }

    static Column of(String name, Function<JsonNode, JsonNode> cell) {
        return new Column(name, "string", "", "", 0, cell);
    }

    Column wide() {
        return new Column(name, type, format, description, 1, cell);
    }

    /** A column that a CustomResourceDefinition asks for. */
    static Column custom(JsonNode definition) {
        String type = definition.path("type").asText();
        String path = definition.path("jsonPath").asText();
        return new Column(
                definition.path("name").asText(),
                type,
                definition.path("format").asText(""),
                definition
                        .path("description")
                        .asText("Custom resource definition column (in JSONPath format): " + path),
                definition.path("priority").asInt(0),
                object -> shown(JsonPath.first(object, path), type));
    }

    private static JsonNode shown(JsonNode value, String type) {
        if (value.isMissingNode()) return value;
        return switch (type) {
            case "date" -> TextNode.valueOf(Age.since(value));
            case "string" -> TextNode.valueOf(value.isValueNode() ? value.asText() : value.toString());
            case "integer", "number" -> value.isNumber() ? value : MissingNode.getInstance();
            default -> value;
        };
    }
}
