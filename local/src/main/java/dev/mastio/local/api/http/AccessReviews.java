package dev.mastio.local.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Answers "may I?": whoever has the token may do everything, as nothing here knows roles. Clients ask before they begin. */
final class AccessReviews {
    private static final String BASE = "/apis/authorization.k8s.io/v1/";
    private static final String RULES = "selfsubjectrulesreviews";
    private static final Set<String> ACCESS = Set.of("selfsubjectaccessreviews", "subjectaccessreviews");

    private AccessReviews() {}

    /** Answers the call, or says by {@code false} that it is about something else. */
    static boolean serve(Call call) throws IOException {
        if (!call.method().equals("POST") || !call.path().startsWith(BASE)) return false;
        String review = call.path().substring(BASE.length());
        if (!review.equals(RULES) && !ACCESS.contains(review)) return false;
        ObjectNode answer = call.object();
        ObjectNode status = answer.putObject("status");
        if (review.equals(RULES)) everything(status);
        else status.put("allowed", true).put("reason", "this cluster has no roles");
        call.answer(201, answer);
        return true;
    }

    private static void everything(ObjectNode status) {
        ObjectNode resources = status.putArray("resourceRules").addObject();
        for (String field : List.of("verbs", "apiGroups", "resources"))
            resources.putArray(field).add("*");
        ObjectNode urls = status.putArray("nonResourceRules").addObject();
        urls.putArray("verbs").add("*");
        urls.putArray("nonResourceURLs").add("*");
        status.put("incomplete", false);
    }
}
