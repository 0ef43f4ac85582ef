package dev.mastio.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.kinds.Kinds;
import dev.mastio.local.api.schema.ModelSchemas;
import dev.mastio.local.api.wire.ApiFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** OpenAPI v3, one document a group version: what kubectl needs to explain kinds and to leave validation to the server. */
final class OpenApi {
    private static final String IDENTITY = "x-kubernetes-group-version-kind";

    private final Kinds kinds;

    OpenApi(Kinds kinds) {
        this.kinds = kinds;
    }

    Object index() {
        Map<String, Object> paths = new HashMap<>();
        for (Kind kind : kinds.all()) {
            // The hash tells clients that keep the document when it is old.
            String url = "/openapi/v3" + kind.basePath() + "?hash="
                    + kinds.in(kind.basePath()).hashCode();
            paths.put(kind.basePath().substring(1), Map.of("serverRelativeURL", url));
        }
        return Map.of("paths", paths);
    }

    Object of(String basePath) {
        List<Kind> served = kinds.in(basePath);
        if (served.isEmpty()) throw ApiFailure.noSuchResource();
        Map<String, Object> paths = new HashMap<>();
        Map<String, JsonNode> schemas = new TreeMap<>();
        for (Kind kind : served) {
            Map<String, String> identity =
                    Map.of("group", kind.group(), "version", kind.version(), "kind", kind.kind());
            paths.put(
                    kind.basePath() + (kind.namespaced() ? "/namespaces/{namespace}/" : "/") + kind.plural()
                            + "/{name}",
                    patchOperation(identity));
            ObjectNode schema = kind.schema().json().deepCopy();
            schema.putArray(IDENTITY).addPOJO(identity);
            schemas.put(
                    String.join(".", kind.group().isEmpty() ? "core" : kind.group(), kind.version(), kind.kind()),
                    schema);
            include(schemas, schema);
        }
        return Map.of(
                "openapi",
                "3.0.0",
                "info",
                Map.of("title", "Mastio embedded cluster", "version", "v1.33.0"),
                "paths",
                paths,
                "components",
                Map.of("schemas", schemas));
    }

    /** kubectl looks here for the parameter fieldValidation; when it is there, it does not validate by itself. */
    private static Object patchOperation(Map<String, String> identity) {
        List<Map<String, Object>> parameters = List.of("dryRun", "fieldManager", "fieldValidation", "force").stream()
                .map(name -> Map.<String, Object>of("name", name, "in", "query", "schema", Map.of("type", "string")))
                .toList();
        return Map.of("patch", Map.of("x-kubernetes-action", "patch", IDENTITY, identity, "parameters", parameters));
    }

    private static void include(Map<String, JsonNode> schemas, JsonNode node) {
        String referenced = ModelSchemas.referenced(node);
        if (!referenced.isEmpty() && !schemas.containsKey(referenced)) {
            schemas.put(referenced, ModelSchemas.definition(referenced));
            include(schemas, ModelSchemas.definition(referenced));
        }
        node.forEach(child -> include(schemas, child));
    }
}
