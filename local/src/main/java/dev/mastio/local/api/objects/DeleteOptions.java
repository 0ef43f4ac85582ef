package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.util.List;
import java.util.OptionalInt;

/** How a deletion is meant: what becomes of dependents, how long a pod may take, and of which object exactly. */
public record DeleteOptions(
        Propagation propagation, OptionalInt gracePeriodSeconds, boolean dryRun, String uid, String resourceVersion) {

    public enum Propagation {
        /** As is usual for the kind. */
        USUAL,
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    public static DeleteOptions with(Propagation propagation) {
        return new DeleteOptions(propagation, OptionalInt.empty(), false, "", "");
    }

    /** From a DeleteOptions body in which the query parameters have been entered. */
    public static DeleteOptions of(JsonNode body) {
        Propagation propagation = switch (body.path("propagationPolicy")
                .asText(body.path("orphanDependents").asBoolean() ? "Orphan" : "")) {
            case "Orphan" -> Propagation.ORPHAN;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Background" -> Propagation.BACKGROUND;
            case "" -> Propagation.USUAL;
            default ->
                throw ApiFailure.invalid(
                        "DeleteOptions.meta.k8s.io",
                        "",
                        List.of(Cause.unsupported(
                                "propagationPolicy",
                                body.path("propagationPolicy").toString(),
                                List.of("Foreground", "Background", "Orphan", "nil"))));
        };
        JsonNode grace = body.path("gracePeriodSeconds");
        JsonNode preconditions = body.path("preconditions");
        return new DeleteOptions(
                propagation,
                grace.isInt() || grace.isTextual() ? OptionalInt.of(grace.asInt()) : OptionalInt.empty(),
                body.path("dryRun").isTextual() || !body.path("dryRun").isEmpty(),
                preconditions.path("uid").asText(""),
                preconditions.path("resourceVersion").asText(""));
    }

    void requirePreconditions(Target target, ObjectNode object) {
        if (!uid.isEmpty() && !uid.equals(Json.uid(object)))
            throw ApiFailure.conflict(
                    target.kind().qualified(),
                    target.name(),
                    "the UID in the precondition (" + uid + ") does not match the UID in record (" + Json.uid(object)
                            + "). The object might have been deleted and then recreated");
        String version = Json.metadata(object).path("resourceVersion").asText();
        if (!resourceVersion.isEmpty() && !resourceVersion.equals(version))
            throw ApiFailure.conflict(
                    target.kind().qualified(),
                    target.name(),
                    "the ResourceVersion in the precondition (" + resourceVersion
                            + ") does not match the ResourceVersion in record (" + version
                            + "). The object might have been modified");
    }
}
