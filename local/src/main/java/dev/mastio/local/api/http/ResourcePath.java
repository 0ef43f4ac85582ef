package dev.mastio.local.api.http;

import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.kinds.Kinds;
import dev.mastio.local.api.objects.Target;
import dev.mastio.local.api.wire.ApiFailure;
import java.util.List;

/**
 * What the path of a request names.
 *
 * @param namespace empty for objects of the cluster, or for all namespaces
 * @param name empty for the whole collection
 * @param subresource empty for the object itself
 */
record ResourcePath(Kind kind, String namespace, String name, String subresource) {

    static ResourcePath parse(String path, Kinds kinds) {
        List<String> parts = List.of(path.substring(1).split("/", -1));
        int base = parts.getFirst().equals("api") ? 2 : parts.getFirst().equals("apis") ? 3 : Integer.MAX_VALUE;
        if (parts.size() <= base) throw ApiFailure.noSuchResource();
        String basePath = "/" + String.join("/", parts.subList(0, base));
        List<String> rest = parts.subList(base, parts.size());
        if (kinds.in(basePath).isEmpty()) throw ApiFailure.page(404, "404 page not found\n");
        if (rest.size() > 2 && rest.getFirst().equals("namespaces")) {
            Kind kind = kinds.at(basePath, rest.get(2));
            if (kind != null && kind.namespaced()) return of(kind, rest.get(1), rest.subList(3, rest.size()));
        }
        Kind kind = kinds.at(basePath, rest.getFirst());
        if (kind == null) throw ApiFailure.noSuchResource();
        return of(kind, "", rest.subList(1, rest.size()));
    }

    private static ResourcePath of(Kind kind, String namespace, List<String> rest) {
        String name = rest.isEmpty() ? "" : rest.getFirst();
        String subresource = rest.size() > 1 ? rest.get(1) : "";
        if (!subresource.isEmpty() && !kind.has(subresource)) throw ApiFailure.noSuchResource();
        return new ResourcePath(kind, namespace, name, subresource);
    }

    boolean namesCollection() {
        return name.isEmpty();
    }

    Target target() {
        return new Target(kind, namespace, name);
    }
}
