package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.rules.Rules;
import dev.mastio.local.api.schema.Defaulting;
import dev.mastio.local.api.schema.Pruning;
import dev.mastio.local.api.schema.Validation;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an object goes through before it is stored: unknown fields, defaults, types and bounds, rules. */
public final class Admission {
    private final ServiceAddresses addresses;

    public Admission(ServiceAddresses addresses) {
        this.addresses = addresses;
    }

    static void checkIdentity(Kind kind, ObjectNode object) {
        if (!object.path("kind").asText().equals(kind.kind())
                || !object.path("apiVersion").asText().equals(kind.apiVersion()))
            throw ApiFailure.badRequest(
                    "an object of apiVersion \"" + object.path("apiVersion").asText() + "\" and kind \""
                            + object.path("kind").asText() + "\" cannot be handled as a " + kind.kind() + " of "
                            + kind.apiVersion());
        if (!object.path("metadata").isObject()) throw ApiFailure.badRequest("the object has no metadata");
    }

    void admit(Kind kind, ObjectNode object, @Nullable ObjectNode before, WriteOptions options) {
        if (!kind.custom()) dropNulls(object);
        unknownFields(kind, Pruning.prune(kind.schema(), object), options);
        Defaulting.fill(kind.schema(), object);
        BuiltinDefaults.fill(kind, object);
        List<Cause> causes = Validation.check(kind.schema(), object, before);
        if (causes.isEmpty()) causes = between(kind, object, before);
        if (!causes.isEmpty()) throw ApiFailure.invalid(kind.qualified(), Json.name(object), causes);
    }

    /** What concerns several fields is only looked at when each of them is right for itself. */
    private List<Cause> between(Kind kind, ObjectNode object, @Nullable ObjectNode before) {
        List<Cause> causes = new ArrayList<>();
        Names.check(kind, Json.name(object)).ifPresent(causes::add);
        if (kind.is("CustomResourceDefinition")) causes.addAll(CustomDefinitions.check(object));
        if (kind.is("Service")) addresses.assign(object, before).ifPresent(causes::add);
        if (causes.isEmpty()) causes.addAll(Rules.check(kind.schema(), object, before));
        return causes;
    }

    /** A built-in kind can't tell null from absent. */
    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object)
            object.properties().removeIf(field -> field.getValue().isNull());
        node.forEach(Admission::dropNulls);
    }

    private static void unknownFields(Kind kind, List<String> unknown, WriteOptions options) {
        switch (options.unknownFields()) {
            case IGNORE -> {}
            case WARN -> unknown.forEach(field -> options.warnings().accept("unknown field \"" + field + "\""));
            case STRICT -> {
                if (!unknown.isEmpty())
                    throw ApiFailure.badRequest(
                            kind.kind() + " in version \"" + kind.version() + "\" cannot be handled as a "
                                    + kind.kind() + ": strict decoding error: "
                                    + unknown.stream()
                                            .map(field -> "unknown field \"" + field + "\"")
                                            .collect(Collectors.joining(", ")));
            }
        }
    }
}
