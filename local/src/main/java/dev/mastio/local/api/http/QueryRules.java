package dev.mastio.local.api.http;

import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Cause;
import java.util.ArrayList;
import java.util.List;

/** What the parameters of a request may say; a real server reads them as an object and refuses that as it would any other. */
final class QueryRules {
    private final List<Cause> causes = new ArrayList<>();

    private QueryRules() {}

    static void checkRead(Call call) {
        QueryRules rules = new QueryRules();
        String match = call.parameter("resourceVersionMatch");
        boolean initialEvents = !call.parameter("sendInitialEvents").isEmpty();
        if (call.flag("watch")) rules.watch(match, initialEvents);
        else rules.list(call, match, initialEvents);
        rules.refuse("ListOptions");
        String version = call.parameter("resourceVersion");
        if (!version.matches("\\d*"))
            throw ApiFailure.badRequest(
                    "invalid resource version: resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": invalid syntax"
                            .formatted(version, version));
        String rows = call.parameter("includeObject");
        if (call.asksFor("Table") && !List.of("", "Metadata", "Object", "None").contains(rows))
            throw ApiFailure.badRequest("Unable to convert to Table as requested: includeObject: Invalid value: \""
                    + rows + "\": must be 'Metadata', 'Object', 'None', or empty");
    }

    private void watch(String match, boolean initialEvents) {
        String needed = "NotOlderThan";
        if (initialEvents && !match.equals(needed))
            forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to " + needed);
        if (match.isEmpty()) return;
        if (!initialEvents)
            forbidden(
                    "resourceVersionMatch",
                    "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        oneOf("resourceVersionMatch", match, List.of(needed));
    }

    private void list(Call call, String match, boolean initialEvents) {
        if (!match.isEmpty()) {
            if (call.parameter("resourceVersion").isEmpty())
                forbidden(
                        "resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided");
            if (!call.parameter("continue").isEmpty())
                forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
            oneOf("resourceVersionMatch", match, List.of("Exact", "NotOlderThan", ""));
        }
        if (initialEvents) forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
    }

    /** Checks a request that creates, replaces or patches. */
    static void checkWrite(Call call) {
        QueryRules rules = new QueryRules();
        if (call.appliesServerSide() && call.parameter("fieldManager").isEmpty())
            rules.causes.add(Cause.required("fieldManager", "is required for apply patch"));
        if (call.method().equals("PATCH")
                && !call.appliesServerSide()
                && !call.parameter("force").isEmpty())
            rules.forbidden("force", "may not be specified for non-apply patch");
        String dryRun = call.parameter("dryRun");
        if (!dryRun.isEmpty() && !dryRun.equals("All"))
            rules.unsupported("dryRun", "[\"" + dryRun + "\"]", List.of("All"));
        rules.oneOf("fieldValidation", call.parameter("fieldValidation"), List.of("", "Ignore", "Strict", "Warn"));
        rules.refuse(
                switch (call.method()) {
                    case "POST" -> "CreateOptions";
                    case "PUT" -> "UpdateOptions";
                    default -> "PatchOptions";
                });
    }

    private void forbidden(String field, String why) {
        causes.add(Cause.forbidden(field, why));
    }

    private void oneOf(String field, String value, List<String> supported) {
        if (!supported.contains(value)) unsupported(field, "\"" + value + "\"", supported);
    }

    private void unsupported(String field, String value, List<String> supported) {
        causes.add(Cause.unsupported(field, value, supported));
    }

    private void refuse(String options) {
        if (!causes.isEmpty()) throw ApiFailure.invalid(options + ".meta.k8s.io", "", causes);
    }
}
