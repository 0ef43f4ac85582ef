package dev.mastio.local.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import java.util.List;
import java.util.Map;

/** Answers about what one may do. There is no RBAC: whoever has the token may do everything. */
final class Reviews {
    private static final Map<String, Object> ACCESS =
            Map.of("allowed", true, "reason", "the embedded cluster has no RBAC");
    private static final Map<String, Object> RULES = Map.of(
            "incomplete", false,
            "nonResourceRules", List.of(Map.of("verbs", List.of("*"), "nonResourceURLs", List.of("*"))),
            "resourceRules",
                    List.of(Map.of("verbs", List.of("*"), "apiGroups", List.of("*"), "resources", List.of("*"))));

    private Reviews() {}

    static ObjectNode answer(Kind kind, ObjectNode review) {
        return review.deepCopy().putPOJO("status", kind.is("SelfSubjectAccessReview") ? ACCESS : RULES);
    }
}
