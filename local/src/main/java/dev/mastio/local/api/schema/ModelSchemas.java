package dev.mastio.local.api.schema;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.wire.Json;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.runtime.RawExtension;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Schemas of the built-in kinds: types from the Fabric8 model classes, and from {@code builtins.yaml} what those do not know (defaults,
 * required fields, the keys of lists, rules).
 */
public final class ModelSchemas {
    public static final String OBJECT_META = ObjectMeta.class.getName();

    private static final Map<String, ObjectNode> DEFINITIONS = new ConcurrentHashMap<>();
    private static final JsonNode ADDITIONS = Json.resource("builtins.yaml");

    private ModelSchemas() {}

    public static ObjectNode reference(String modelClass) {
        return Json.object().put("$ref", "#/components/schemas/" + modelClass);
    }

    public static ObjectNode definition(String modelClass) {
        ObjectNode known = DEFINITIONS.get(modelClass);
        if (known != null) return known;
        ObjectNode made = derive(modelClass);
        ObjectNode other = DEFINITIONS.putIfAbsent(modelClass, made);
        return other == null ? made : other;
    }

    private static ObjectNode derive(String modelClass) {
        Class<?> type;
        try {
            type = Class.forName(modelClass);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no model class " + modelClass, e);
        }
        ObjectNode schema = Json.object().put("type", "object").put("x-struct", type.getSimpleName());
        ObjectNode properties = schema.putObject("properties");
        for (BeanPropertyDefinition property : Json.MAPPER
                .getDeserializationConfig()
                .introspect(Json.MAPPER.constructType(type))
                .findProperties())
            if (property.getSetter() != null && !property.getSetter().hasAnnotation(JsonAnySetter.class))
                properties.set(property.getName(), typeOf(property.getPrimaryType()));
        if (properties.isEmpty()) schema.put("x-kubernetes-preserve-unknown-fields", true);
        JsonNode more = ADDITIONS.path(type.getSimpleName());
        merge(schema, more);
        return schema;
    }

    private static ObjectNode typeOf(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (raw == String.class) return scalar("string");
        if (raw == Boolean.class || raw == boolean.class) return scalar("boolean");
        if (raw == Integer.class || raw == int.class) return scalar("integer").put("format", "int32");
        if (raw == Long.class || raw == long.class) return scalar("integer").put("format", "int64");
        if (raw == Double.class || raw == Float.class) return scalar("number");
        if (raw == Quantity.class) return anyOfNumberAndText().put("format", "quantity");
        if (raw == IntOrString.class) return anyOfNumberAndText();
        if (type.isMapLikeType())
            return (ObjectNode) scalar("object").set("additionalProperties", typeOf(type.getContentType()));
        if (type.isCollectionLikeType())
            return (ObjectNode) scalar("array").set("items", typeOf(type.getContentType()));
        if (KubernetesResource.class.isAssignableFrom(raw) && !raw.isInterface() && !hasOwnForm(raw))
            return reference(raw.getName());
        if (raw.getPackageName().startsWith("java.time") || raw.getSimpleName().equals("MicroTime"))
            return scalar("string").put("format", "date-time");
        return Json.object().put("x-kubernetes-preserve-unknown-fields", true);
    }

    /** Whether what is read is not what the fields say, as with a JSON schema that may be a boolean. */
    private static boolean hasOwnForm(Class<?> raw) {
        JsonDeserialize reading = raw.getAnnotation(JsonDeserialize.class);
        return raw == RawExtension.class || (reading != null && reading.using() != JsonDeserializer.None.class);
    }

    private static ObjectNode scalar(String type) {
        return Json.object().put("type", type);
    }

    private static ObjectNode anyOfNumberAndText() {
        return Json.object().put("x-kubernetes-int-or-string", true);
    }

    private static void merge(ObjectNode into, JsonNode more) {
        for (Map.Entry<String, JsonNode> field : more.properties()) {
            JsonNode present = into.get(field.getKey());
            if (present instanceof ObjectNode object && object.has("$ref"))
                into.set(field.getKey(), besideReference(object, field.getValue()));
            else if (present instanceof ObjectNode object && field.getValue().isObject())
                merge(object, field.getValue());
            else into.set(field.getKey(), field.getValue().deepCopy());
        }
    }

    /** A reference can't carry anything beside itself: it is wrapped, or replaced by a copy when its own fields are added to. */
    private static ObjectNode besideReference(ObjectNode reference, JsonNode more) {
        if (more.has("properties")) {
            ObjectNode copy = definition(referenced(reference)).deepCopy();
            merge(copy, more);
            return copy;
        }
        ObjectNode wrapper = Json.object();
        wrapper.putArray("allOf").add(reference);
        merge(wrapper, more);
        return wrapper;
    }

    public static String referenced(JsonNode reference) {
        String text = reference.path("$ref").asText();
        return text.substring(text.lastIndexOf('/') + 1);
    }
}
