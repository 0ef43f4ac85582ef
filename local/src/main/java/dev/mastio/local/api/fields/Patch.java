package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The patches that are not server-side apply. */
public enum Patch {
    JSON,
    MERGE,
    STRATEGIC;

    /** The patch that a content type stands for, of which the kind may not know all. */
    public static Patch ofContentType(String contentType, Kind kind) {
        if (contentType.startsWith("application/json-patch+json")) return JSON;
        if (contentType.startsWith("application/merge-patch+json")) return MERGE;
        if (contentType.startsWith("application/strategic-merge-patch+json") && !kind.custom()) return STRATEGIC;
        throw kind.custom()
                ? ApiFailure.unsupportedMediaType(List.of(
                        "application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"))
                : ApiFailure.unsupportedPatch();
    }

    /** Makes the patched object out of {@code target}, which is used up. */
    public ObjectNode applyTo(ObjectNode target, JsonNode patch, Kind kind) {
        requireForm(patch);
        JsonNode result = switch (this) {
            case JSON -> json(target, patch);
            case MERGE -> merge(target, patch);
            case STRATEGIC -> strategic(target, patch, kind);
        };
        if (result instanceof ObjectNode object) return object;
        throw ApiFailure.badRequest("the patch does not leave an object: " + patch);
    }

    private void requireForm(JsonNode patch) {
        if (this == JSON ? patch.isArray() : patch.isObject()) return;
        throw ApiFailure.badRequest((this == STRATEGIC ? "" : "error decoding patch: ")
                + "json: cannot unmarshal %s into Go value of type %s"
                        .formatted(
                                patch.getNodeType().name().toLowerCase(Locale.ROOT),
                                this == JSON ? "[]handlers.jsonPatchOp" : "map[string]interface {}"));
    }

    private static JsonNode strategic(ObjectNode target, JsonNode patch, Kind kind) {
        StrategicMerge.merge(kind.schema(), target, (ObjectNode) patch);
        return target;
    }

    private static JsonNode json(ObjectNode target, JsonNode operations) {
        JsonNode result = target;
        try {
            for (JsonNode operation : operations) result = JsonPatch.apply(strict(operation, result), result);
        } catch (JsonPatchException | IllegalArgumentException e) {
            throw ApiFailure.rejected();
        }
        return result;
    }

    /** As Kubernetes understands it: what is to be removed must be there, what is to be replaced needn't, and no value is null. */
    private static ArrayNode strict(JsonNode given, JsonNode target) {
        ArrayNode patch = Json.MAPPER.createArrayNode();
        JsonNode operation = given.deepCopy();
        if (operation instanceof ObjectNode valueless && !valueless.has("value")) valueless.putNull("value");
        String path = operation.path("path").asText();
        boolean there = !target.at(path).isMissingNode();
        boolean inObject =
                target.at(path.substring(0, Math.max(path.lastIndexOf('/'), 0))).isObject();
        switch (operation.path("op").asText()) {
            case "remove" -> {
                if (!there) throw ApiFailure.rejected();
            }
            case "replace" -> {
                if (!there && !inObject) throw ApiFailure.rejected();
                if (!there) ((ObjectNode) operation).put("op", "add");
            }
            case "test" -> {
                if (!there && inObject && operation.path("value").isNull()) return patch;
            }
            default -> {}
        }
        return patch.add(operation);
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
