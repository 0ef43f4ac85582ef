package dev.mastio.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One node of a structural schema; its children are made when they are first asked for, so that a schema may refer to itself. */
public final class Schema {
    private static final Map<String, Schema> BUILTIN = new ConcurrentHashMap<>();
    private static final JsonNode ABOUT = Json.resource("descriptions.yaml");
    private static final String REFERENCE = "#/components/schemas/";

    /** The schema of everything that no schema speaks of: any value, objects merged by field, lists replaced as a whole. */
    public static final Schema ANY =
            new Schema(Json.object().put("x-kubernetes-preserve-unknown-fields", true), name -> {
                throw new IllegalStateException("no definition of " + name);
            });

    private final JsonNode json;
    private final Function<String, ObjectNode> definitions;
    private final Map<String, Schema> children = new ConcurrentHashMap<>();

    private Schema(JsonNode json, Function<String, ObjectNode> definitions) {
        this.json = json;
        this.definitions = definitions;
    }

    /** The schema of a custom kind, which holds all of itself. */
    public static Schema custom(JsonNode openApiV3Schema) {
        ObjectNode json = openApiV3Schema.deepCopy();
        ObjectNode properties = Json.child(json, "properties");
        for (String own : List.of("apiVersion", "kind"))
            properties
                    .putObject(own)
                    .put("type", "string")
                    .put("description", ABOUT.path(own).asText());
        ObjectNode metadata = properties.putObject("metadata");
        metadata.putArray("allOf").add(ModelSchemas.reference(ModelSchemas.OBJECT_META));
        metadata.put("description", ABOUT.path("metadata").asText());
        return new Schema(json, ModelSchemas::definition);
    }

    /** The schema of a built-in kind, derived from its Fabric8 model class. */
    public static Schema builtin(String modelClass) {
        return BUILTIN.computeIfAbsent(
                modelClass, name -> new Schema(ModelSchemas.definition(name), ModelSchemas::definition));
    }

    /** The schema as it is written in a CustomResourceDefinition or an OpenAPI document. */
    public JsonNode json() {
        return json;
    }

    /** The names of all fields that have a schema of their own. */
    public List<String> properties() {
        return json.path("properties").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    /** As {@link #properties}, but without those that are described elsewhere and may lead back here. */
    public List<String> ownProperties() {
        return json.path("properties").properties().stream()
                .filter(property -> !property.getValue().has("$ref")
                        && !property.getValue().path("allOf").path(0).has("$ref"))
                .map(Map.Entry::getKey)
                .toList();
    }

    public String type() {
        return json.path("type").asText("");
    }

    public boolean is(String flag) {
        return json.path(flag).asBoolean();
    }

    /** Whether it describes a type that Kubernetes itself knows. */
    public boolean isBuiltin() {
        return json.has("x-struct");
    }

    public boolean preservesUnknown() {
        return is("x-kubernetes-preserve-unknown-fields");
    }

    /** The schema of a field of this object: a named property, or what all further fields must look like; null when not allowed. */
    public @Nullable Schema field(String name) {
        JsonNode property = json.path("properties").get(name);
        if (property != null) return child("." + name, property);
        JsonNode further = json.path("additionalProperties");
        if (further.isObject()) return child("*", further);
        return preservesUnknown() || further.asBoolean() ? ANY : null;
    }

    /** Whether the schema names the field, other than by saying what any field must look like. */
    public boolean declares(String name) {
        return json.path("properties").has(name);
    }

    public Schema fieldOrAny(String name) {
        Schema field = field(name);
        return field == null ? ANY : field;
    }

    public Schema items() {
        JsonNode items = json.get("items");
        return items == null ? ANY : child("[]", items);
    }

    private Schema child(String name, JsonNode definition) {
        Schema known = children.get(name);
        if (known != null) return known;
        Schema made = new Schema(resolve(definition), definitions);
        Schema other = children.putIfAbsent(name, made);
        return other == null ? made : other;
    }

    private JsonNode resolve(JsonNode definition) {
        JsonNode wrapped = definition.path("allOf").path(0);
        if (wrapped.has("$ref")) return ((ObjectNode) resolve(wrapped).deepCopy()).setAll((ObjectNode) definition);
        JsonNode reference = definition.get("$ref");
        return reference == null
                ? definition
                : definitions.apply(reference.asText().substring(REFERENCE.length()));
    }

    /** An object that belongs to one owner as a whole, or a scalar. */
    public boolean atomicMap() {
        return json.path("x-kubernetes-map-type").asText().equals("atomic");
    }

    /** The fields that identify an element of this list; empty for a set of scalars; null for a list that is replaced as a whole. */
    public @Nullable List<String> listKeys() {
        return switch (json.path("x-kubernetes-list-type").asText()) {
            case "set" -> List.of();
            case "map" ->
                Json.texts(json.path("x-kubernetes-list-map-keys")).stream()
                        .sorted()
                        .toList();
            default -> null;
        };
    }
}
