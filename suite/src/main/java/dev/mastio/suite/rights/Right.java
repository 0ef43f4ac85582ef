package dev.mastio.suite.rights;

import dev.mastio.suite.audit.Request;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One verb on one resource that a role grants.
 *
 * @param role kind and name
 * @param namespace the only one that it holds in; empty for a role of the whole cluster
 * @param names of the only objects that it holds for; empty for all
 */
record Right(String role, String namespace, String resource, String verb, List<String> names) {

    /** All that a Role or ClusterRole grants, in its order. */
    static List<Right> of(GenericKubernetesResource role) {
        String title = role.getKind() + " " + role.getMetadata().getName();
        String namespace = role.getKind().equals("Role") ? role.getMetadata().getNamespace() : "";
        List<Right> rights = new ArrayList<>();
        for (Map<String, List<String>> rule : role.<List<Map<String, List<String>>>>get("rules")) {
            for (String group : rule.getOrDefault("apiGroups", List.of()))
                for (String resource : rule.getOrDefault("resources", List.of()))
                    for (String verb : rule.getOrDefault("verbs", List.of()))
                        rights.add(new Right(
                                title,
                                namespace,
                                Request.resource(group, resource),
                                verb,
                                rule.getOrDefault("resourceNames", List.of())));
        }
        return rights;
    }

    /** Whether a request takes this right, alone or with others. */
    boolean isUsedBy(Request request) {
        return resource.equals(request.resource())
                && request.verbs().contains(verb)
                && (namespace.isEmpty() || namespace.equals(request.namespace()))
                && (names.isEmpty() || names.contains(request.name()));
    }

    @Override
    public String toString() {
        return "%s: %s %s%s".formatted(role, verb, resource, names.isEmpty() ? "" : " " + names);
    }
}
