package dev.mastio.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.kinds.Kinds;
import dev.mastio.local.api.schema.ModelSchemas;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import java.util.List;

/** OpenAPI v3, one document a group version: what kubectl needs to explain kinds and to leave validation to the server. */
final class OpenApi {
    private final Kinds kinds;

    OpenApi(Kinds kinds) {
        this.kinds = kinds;
    }

    ObjectNode index() {
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        for (Kind kind : kinds.all())
            paths.putObject(kind.basePath().substring(1))
                    .put(
                            "serverRelativeURL",
                            "/openapi/v3" + kind.basePath() + "?hash="
                                    + kinds.in(kind.basePath()).hashCode());
        return index;
    }

    ObjectNode of(String basePath) {
        List<Kind> served = kinds.in(basePath);
        if (served.isEmpty()) throw ApiFailure.noSuchResource();
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Mastio embedded cluster").put("version", "v1.33.0");
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        for (Kind kind : served) {
            ObjectNode identity = Json.object()
                    .put("group", kind.group())
                    .put("version", kind.version())
                    .put("kind", kind.kind());
            patchOperation(paths, kind).set("x-kubernetes-group-version-kind", identity);
            ObjectNode schema = kind.schema().json().deepCopy();
            schema.putArray("x-kubernetes-group-version-kind").add(identity);
            schemas.set(
                    String.join(".", kind.group().isEmpty() ? "core" : kind.group(), kind.version(), kind.kind()),
                    schema);
            include(schemas, schema);
        }
        return document;
    }

    /** kubectl looks here for the parameter fieldValidation; with it, it does not validate by itself. */
    private static ObjectNode patchOperation(ObjectNode paths, Kind kind) {
        ObjectNode patch = paths.putObject(kind.basePath() + (kind.namespaced() ? "/namespaces/{namespace}/" : "/")
                        + kind.plural() + "/{name}")
                .putObject("patch");
        patch.put("x-kubernetes-action", "patch");
        for (String name : List.of("dryRun", "fieldManager", "fieldValidation", "force"))
            patch.withArray("parameters")
                    .addObject()
                    .put("name", name)
                    .put("in", "query")
                    .putObject("schema")
                    .put("type", "string");
        return patch;
    }

    private static void include(ObjectNode schemas, JsonNode node) {
        String referenced = ModelSchemas.referenced(node);
        if (!referenced.isEmpty() && !schemas.has(referenced)) {
            ObjectNode definition = ModelSchemas.definition(referenced);
            schemas.set(referenced, definition);
            include(schemas, definition);
        }
        node.forEach(child -> include(schemas, child));
    }
}
