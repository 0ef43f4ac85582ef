package dev.mastio.local.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;

/** Answers about what one may do. There is no RBAC: whoever has the token may do everything. */
final class Reviews {
    private Reviews() {}

    static ObjectNode answer(Kind kind, ObjectNode review) {
        ObjectNode answer = review.deepCopy();
        ObjectNode status = answer.putObject("status");
        if (kind.is("SelfSubjectAccessReview")) {
            status.put("allowed", true).put("reason", "the embedded cluster has no RBAC");
            return answer;
        }
        status.put("incomplete", false).putArray("nonResourceRules");
        ObjectNode rule = status.putArray("resourceRules").addObject();
        for (String field : new String[] {"verbs", "apiGroups", "resources"})
            rule.putArray(field).add("*");
        return answer;
    }
}
