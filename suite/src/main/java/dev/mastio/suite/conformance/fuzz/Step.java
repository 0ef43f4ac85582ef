package dev.mastio.suite.conformance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.suite.conformance.pair.Action;
import dev.mastio.suite.conformance.pair.Server;
import dev.mastio.suite.conformance.pair.Trees;
import java.io.IOException;

/**
 * One change, or one look, in a sequence.
 *
 * @param subresource empty, {@code status} or {@code scale}
 * @param object which of the sequence's objects, as a letter
 * @param query begins with {@code ?}, or empty
 */
record Step(FuzzKind kind, Verb verb, String subresource, String object, String query, JsonNode body) {

    enum Verb {
        CREATE("POST", Action.Request.JSON),
        UPDATE("PUT", Action.Request.JSON),
        UPDATE_ANY_VERSION("PUT", Action.Request.JSON),
        APPLY("PATCH", "application/apply-patch+yaml"),
        MERGE("PATCH", "application/merge-patch+json"),
        JSON("PATCH", "application/json-patch+json"),
        STRATEGIC("PATCH", "application/strategic-merge-patch+json"),
        GET("GET", ""),
        DELETE("DELETE", Action.Request.JSON);

        private final String method;
        private final String contentType;

        Verb(String method, String contentType) {
            this.method = method;
            this.contentType = contentType;
        }
    }

    /** Does it to one server; an update takes what is there and merges the body into it, as a client would. */
    ObjectNode at(Server server, String prefix) throws IOException, InterruptedException {
        String path = kind.collection() + "/" + prefix + object + suffix();
        return switch (verb) {
            case GET -> Action.Request.get(path).at(server);
            case CREATE -> request(kind.collection(), named(body, prefix)).at(server);
            case UPDATE -> request(path, named(changed(server, path), prefix)).at(server);
            case UPDATE_ANY_VERSION -> {
                JsonNode changed = changed(server, path);
                Trees.remove(changed, "/metadata/resourceVersion");
                yield request(path, named(changed, prefix)).at(server);
            }
            case APPLY -> request(path, named(body, prefix)).at(server);
            case MERGE, JSON, STRATEGIC, DELETE -> request(path, body).at(server);
        };
    }

    private Action.Request request(String path, JsonNode content) {
        return Action.Request.of(verb.method, path + query, verb.contentType, content);
    }

    private JsonNode changed(Server server, String path) throws IOException, InterruptedException {
        ObjectNode live = Action.Request.get(path).at(server);
        return live.path("code").asInt() == 200 ? Trees.merge(live.path("body"), body) : body.deepCopy();
    }

    private ObjectNode named(JsonNode content, String prefix) {
        ObjectNode named = content.isObject() ? content.deepCopy() : Trees.object();
        boolean scale = subresource.equals("scale");
        named.put("apiVersion", scale ? "autoscaling/v1" : kind.apiVersion())
                .put("kind", scale ? "Scale" : kind.kind());
        ObjectNode metadata =
                named.get("metadata") instanceof ObjectNode present ? present : named.putObject("metadata");
        metadata.put("name", prefix + object);
        return named;
    }

    private String suffix() {
        return subresource.isEmpty() ? "" : "/" + subresource;
    }

    Step withBody(JsonNode other) {
        return new Step(kind, verb, subresource, object, query, other);
    }

    @Override
    public String toString() {
        return "%s %s/%s%s%s %s".formatted(verb, kind.kind(), object, suffix(), query, body);
    }
}
