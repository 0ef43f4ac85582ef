package dev.mastio.local.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.kinds.Kinds;
import dev.mastio.local.api.wire.ApiFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is served: groups, their versions, and the kinds in each. */
final class Discovery {
    private static final List<String> ALL_VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final List<String> CUSTOM_VERBS =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");
    private static final List<String> SUBRESOURCE_VERBS = List.of("get", "patch", "update");

    private final Kinds kinds;

    Discovery(Kinds kinds) {
        this.kinds = kinds;
    }

    record GroupVersion(String groupVersion, String version) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Group(
            String kind, String apiVersion, String name, List<GroupVersion> versions, GroupVersion preferredVersion) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Resource(
            String name,
            @JsonInclude String singularName,
            boolean namespaced,
            String kind,
            List<String> verbs,
            List<String> shortNames,
            List<String> categories,
            String group,
            String version) {

        static Resource of(Kind kind) {
            Kind.Names names = kind.names();
            List<String> verbs = kind.custom() ? CUSTOM_VERBS : kind.isKept() ? ALL_VERBS : List.of("create");
            return new Resource(
                    names.plural(),
                    names.singular(),
                    kind.namespaced(),
                    names.kind(),
                    verbs,
                    names.shortNames(),
                    names.categories(),
                    "",
                    "");
        }

        Resource subresource(String part, List<String> itsVerbs) {
            return new Resource(name + "/" + part, "", namespaced, kind, itsVerbs, List.of(), List.of(), "", "");
        }

        Resource as(String otherKind, String otherGroup, String otherVersion) {
            return new Resource(
                    name, singularName, namespaced, otherKind, verbs, shortNames, categories, otherGroup, otherVersion);
        }
    }

    Object groups() {
        List<Group> groups =
                kinds.groups().stream().map(name -> describe(name, "", "")).toList();
        return Map.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups);
    }

    Object group(String name) {
        if (!kinds.groups().contains(name)) throw ApiFailure.noSuchResource();
        return describe(name, "APIGroup", "v1");
    }

    private Group describe(String name, String kind, String apiVersion) {
        List<GroupVersion> versions = kinds.all().stream()
                .filter(served -> served.group().equals(name))
                .map(served -> new GroupVersion(served.apiVersion(), served.version()))
                .distinct()
                .toList();
        return new Group(kind, apiVersion, name, versions, versions.getFirst());
    }

    Object resources(String basePath) {
        List<Kind> served = kinds.in(basePath);
        if (served.isEmpty()) throw ApiFailure.noSuchResource();
        List<Resource> resources = new ArrayList<>();
        for (Kind kind : served) {
            Resource resource = Resource.of(kind);
            resources.add(resource);
            if (kind.has("status")) resources.add(resource.subresource("status", SUBRESOURCE_VERBS));
            if (kind.has("scale"))
                resources.add(resource.subresource("scale", SUBRESOURCE_VERBS).as("Scale", "autoscaling", "v1"));
            if (kind.has("log")) resources.add(resource.subresource("log", List.of("get")));
        }
        String groupVersion = served.getFirst().apiVersion();
        return Map.of(
                "kind", "APIResourceList", "apiVersion", "v1", "groupVersion", groupVersion, "resources", resources);
    }
}
