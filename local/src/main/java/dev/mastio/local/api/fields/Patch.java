package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.Map;

/** The patches that are not server-side apply. */
public enum Patch {
    JSON,
    MERGE,
    STRATEGIC;

    public static Patch ofContentType(String contentType) {
        if (contentType.startsWith("application/json-patch+json")) return JSON;
        if (contentType.startsWith("application/merge-patch+json")) return MERGE;
        if (contentType.startsWith("application/strategic-merge-patch+json")) return STRATEGIC;
        throw unsupported(contentType);
    }

    private static ApiFailure unsupported(String contentType) {
        return ApiFailure.of(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format (" + contentType
                        + ") - accepted media types include: application/json-patch+json, application/merge-patch+json,"
                        + " application/strategic-merge-patch+json (built-in kinds), application/apply-patch+yaml");
    }

    /** Makes the patched object out of {@code target}, which is used up. */
    public ObjectNode applyTo(ObjectNode target, JsonNode patch, Kind kind) {
        if (this == STRATEGIC && kind.custom()) throw unsupported("application/strategic-merge-patch+json");
        JsonNode result = switch (this) {
            case JSON -> json(target, patch);
            case MERGE -> merge(target, patch);
            case STRATEGIC -> strategic(target, patch, kind);
        };
        if (result instanceof ObjectNode object) return object;
        throw ApiFailure.badRequest("the patch does not leave an object: " + patch);
    }

    private static JsonNode strategic(ObjectNode target, JsonNode patch, Kind kind) {
        if (patch instanceof ObjectNode object) StrategicMerge.merge(kind.schema(), target, object);
        return target;
    }

    private static JsonNode json(ObjectNode target, JsonNode operations) {
        try {
            return JsonPatch.apply(operations, target);
        } catch (JsonPatchException e) {
            throw ApiFailure.of(
                    422,
                    "Invalid",
                    "the server rejected our request due to an error in our request: " + e.getMessage());
        }
    }

    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) return patch;
        ObjectNode result = target instanceof ObjectNode object ? object : Json.object();
        for (Map.Entry<String, JsonNode> field : changes.properties())
            if (field.getValue().isNull()) result.remove(field.getKey());
            else result.set(field.getKey(), merge(result.path(field.getKey()), field.getValue()));
        return result;
    }
}
