package dev.mastio.local.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.kinds.Kinds;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is not about objects: health, version, discovery, and the way to the OpenAPI documents. */
public final class Documents {
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Kinds kinds;
    private final OpenApi openApi;

    public Documents(Kinds kinds) {
        this.kinds = kinds;
        this.openApi = new OpenApi(kinds);
    }

    /** Answers the call, or says by {@code false} that it is about objects. */
    boolean serve(Call call) {
        String path = call.path();
        List<String> parts = List.of(path.substring(1).split("/", -1));
        switch (path) {
            case "/healthz", "/readyz", "/livez" ->
                call.answer(200, "text/plain", "ok".getBytes(StandardCharsets.UTF_8));
            case "/version" -> call.answer(200, version());
            case "/api" -> call.answer(200, coreVersions());
            case "/apis" -> call.answer(200, groups());
            // An empty document: kubectl up to 1.28 gives up on anything else than 200 here, and leaves validation to
            // the server.
            case "/openapi/v2" ->
                call.answer(200, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", new byte[0]);
            case "/openapi/v3" -> call.answer(200, openApi.index());
            default -> {
                if (path.startsWith("/openapi/v3/"))
                    call.answer(200, openApi.of(path.substring("/openapi/v3".length())));
                else if (parts.getFirst().equals("apis") && parts.size() == 2) call.answer(200, group(parts.get(1)));
                else if ((parts.getFirst().equals("apis") && parts.size() == 3) || path.equals("/api/v1"))
                    call.answer(200, resources(path));
                else return false;
            }
        }
        return true;
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "33")
                .put("gitVersion", "v1.33.0+mastio")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "")
                .put("platform", "linux/amd64");
    }

    private static ObjectNode coreVersions() {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    private ObjectNode groups() {
        ObjectNode list = Json.object("v1", "APIGroupList");
        ArrayNode groups = list.putArray("groups");
        for (String name : kinds.groups()) groups.add(describe(name));
        return list;
    }

    private ObjectNode group(String name) {
        if (!kinds.groups().contains(name)) throw ApiFailure.noSuchResource();
        ObjectNode group = Json.object("v1", "APIGroup");
        group.setAll(describe(name));
        return group;
    }

    private ObjectNode describe(String name) {
        Set<String> names = new LinkedHashSet<>();
        for (Kind kind : kinds.all()) if (kind.group().equals(name)) names.add(kind.version());
        ObjectNode group = Json.object().put("name", name);
        ArrayNode versions = group.putArray("versions");
        for (String version : names)
            versions.addObject().put("groupVersion", name + "/" + version).put("version", version);
        group.set("preferredVersion", versions.get(0));
        return group;
    }

    private ObjectNode resources(String basePath) {
        List<Kind> served = kinds.in(basePath);
        if (served.isEmpty()) throw ApiFailure.noSuchResource();
        ObjectNode list = Json.object("v1", "APIResourceList")
                .put("groupVersion", served.getFirst().apiVersion());
        ArrayNode resources = list.putArray("resources");
        for (Kind kind : served) {
            ObjectNode resource =
                    resource(resources, kind, kind.plural(), kind.kind(), kind.isKept() ? VERBS : List.of("create"));
            resource.put("singularName", kind.names().singular());
            kind.names().shortNames().forEach(resource.putArray("shortNames")::add);
            if (!kind.names().categories().isEmpty())
                kind.names().categories().forEach(resource.putArray("categories")::add);
            if (kind.has("status"))
                resource(resources, kind, kind.plural() + "/status", kind.kind(), List.of("get", "patch", "update"));
            if (kind.has("scale"))
                resource(resources, kind, kind.plural() + "/scale", "Scale", List.of("get", "patch", "update"))
                        .put("group", "autoscaling")
                        .put("version", "v1");
            if (kind.has("log")) resource(resources, kind, kind.plural() + "/log", kind.kind(), List.of("get"));
        }
        return list;
    }

    private static ObjectNode resource(ArrayNode resources, Kind kind, String name, String shown, List<String> verbs) {
        ObjectNode resource = resources
                .addObject()
                .put("name", name)
                .put("singularName", "")
                .put("namespaced", kind.namespaced())
                .put("kind", shown);
        verbs.forEach(resource.putArray("verbs")::add);
        return resource;
    }
}
