package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.rules.Rules;
import dev.mastio.local.api.schema.Decoding;
import dev.mastio.local.api.schema.Defaulting;
import dev.mastio.local.api.schema.Empties;
import dev.mastio.local.api.schema.Numbers;
import dev.mastio.local.api.schema.Pruning;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.schema.Validation;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an object goes through before it is stored: unknown fields, defaults, types and bounds, rules. */
public final class Admission {
    /** After one of these nothing is said of rules, which may take for granted that types are right. */
    private static final Set<String> STOPPING = Set.of(
            "FieldValueNotSupported",
            "FieldValueRequired",
            "FieldValueTooLong",
            "FieldValueTooMany",
            "FieldValueTypeInvalid");

    private static final Cause NOT_ALL = new Cause(
            "FieldValueInvalid",
            "<nil>",
            "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to"
                    + " complete validation");

    private final ServiceAddresses addresses;

    public Admission(ServiceAddresses addresses) {
        this.addresses = addresses;
    }

    /** Refuses what is no object of the kind; a built-in one needn't say what it is. */
    static void checkIdentity(Kind kind, ObjectNode object) {
        if (!kind.custom() && !object.has("kind")) object.put("kind", kind.kind());
        if (!kind.custom() && !object.has("apiVersion")) object.put("apiVersion", kind.apiVersion());
        if (!object.path("kind").asText().equals(kind.kind())
                || !object.path("apiVersion").asText().equals(kind.apiVersion()))
            throw ApiFailure.badRequest(
                    "an object of apiVersion \"" + object.path("apiVersion").asText() + "\" and kind \""
                            + object.path("kind").asText() + "\" cannot be handled as a " + kind.kind() + " of "
                            + kind.apiVersion());
        if (!object.path("metadata").isObject()) throw ApiFailure.badRequest("the object has no metadata");
    }

    /** Refuses to apply what says that it is of another kind, or does not say of which. */
    static void requireKind(Kind kind, ObjectNode configuration) {
        String apiVersion = configuration.path("apiVersion").asText();
        String name = configuration.path("kind").asText();
        if (!apiVersion.equals(kind.apiVersion()) || !name.equals(kind.kind()))
            throw ApiFailure.badRequest("invalid object type: %s, Kind=%s"
                    .formatted(apiVersion.contains("/") ? apiVersion : "/" + apiVersion, name));
        if (!configuration.path("metadata").isObject()) throw ApiFailure.badRequest("the object has no metadata");
    }

    /** Takes away what the kind does not know and fills in its defaults, for which whoever writes answers as for what he has written. */
    void complete(Kind kind, ObjectNode object, WriteOptions options, boolean applied) {
        Unheeded.tell(kind, object, options);
        Numbers.normalise(object);
        Empties.dropEmpties(kind.schema().fieldOrAny("metadata"), Json.metadata(object));
        if (!kind.custom()) read(kind, object);
        // What is applied is taken at its word: a null there is a value.
        else if (!applied) Empties.dropNulls(kind.schema(), object);
        Pruning.prune(kind.schema(), object);
        Defaulting.fill(kind.schema(), object);
        BuiltinDefaults.fill(kind, object);
    }

    /**
     * Fills in what only the server knows, and refuses what is not right.
     *
     * @param known what is known to be wrong already
     */
    void check(Kind kind, ObjectNode object, @Nullable ObjectNode before, WriteOptions options, List<Cause> known) {
        if (kind.is("Service")) refuseFor(ServiceFamilies.fill(object, before), kind, object);
        BuiltinDefaults.allot(kind, object);
        List<Cause> causes = new ArrayList<>(known);
        causes.addAll(MetadataRules.check(kind, object, before));
        causes.addAll(Validation.check(kind.schema(), object, before));
        if (kind.custom() && options.subresource().equals("status")) causes.replaceAll(cause -> cause.within("status"));
        causes.addAll(BuiltinRules.check(kind, object, before));
        causes.addAll(Scaling.check(kind, object));
        if (causes.stream().noneMatch(cause -> STOPPING.contains(cause.reason())))
            causes.addAll(between(kind, object, before));
        else if (kind.custom() && Rules.hasAny(kind.schema())) causes.add(NOT_ALL);
        if (causes.contains(BuiltinRules.UNREADABLE_SELECTOR))
            causes.removeIf(cause -> cause.field().startsWith("spec.template"));
        refuseFor(causes, kind, object);
    }

    private static void refuseFor(List<Cause> causes, Kind kind, ObjectNode object) {
        if (!causes.isEmpty()) throw ApiFailure.invalid(kind.qualified(), Json.name(object), causes);
    }

    /** Refuses a patch that leaves what can't be read, and takes away what nobody knows, of which it tells or which it refuses, too. */
    static void checkPatched(Schema schema, ObjectNode patched, WriteOptions options) {
        String shown = patched.toString();
        String trouble = trouble(schema, patched, options, true);
        if (trouble != null)
            throw ApiFailure.invalid("", "", List.of(Cause.invalid("patch", TextNode.valueOf(shown), trouble)));
    }

    /** As {@link #checkPatched}, of what a client has sent, before anything is looked for. */
    static void checkReadable(Kind kind, ObjectNode given, WriteOptions options) {
        String trouble = trouble(kind.schema(), given, options, false);
        if (trouble != null) throw unreadable(kind, trouble);
    }

    /** What is to be said of an object that can't be read or has fields to be refused; takes away what nobody knows. */
    static @Nullable String trouble(Schema schema, ObjectNode object, WriteOptions options, boolean patched) {
        String trouble = schema.isBuiltin() ? Decoding.trouble(schema, object) : null;
        return trouble == null ? unknownFields(schema, object, options, patched) : trouble;
    }

    private static void read(Kind kind, ObjectNode object) {
        String trouble = Decoding.trouble(kind.schema(), object);
        if (trouble != null) throw unreadable(kind, trouble);
        Empties.dropEmpties(kind.schema(), object);
    }

    private static ApiFailure unreadable(Kind kind, String trouble) {
        return ApiFailure.badRequest("%s in version \"%s\" cannot be handled as a %s: %s"
                .formatted(kind.kind(), kind.version(), kind.kind(), trouble));
    }

    /** What concerns several fields is only looked at when each of them is of its type. */
    private List<Cause> between(Kind kind, ObjectNode object, @Nullable ObjectNode before) {
        List<Cause> causes = new ArrayList<>();
        if (kind.is("CustomResourceDefinition")) causes.addAll(CustomDefinitions.check(object));
        if (kind.is("Service")) addresses.assign(object, before).ifPresent(causes::add);
        if (causes.isEmpty()) causes.addAll(Rules.check(kind.schema(), object, before));
        return causes;
    }

    /** Takes away what nobody knows; returns what is to be said of it if it is to be refused. */
    private static @Nullable String unknownFields(
            Schema schema, ObjectNode object, WriteOptions options, boolean patched) {
        List<String> unknown = Pruning.prune(schema, object);
        // A patched object is a Go map there, whose fields are gone through by their names.
        if (patched && schema.isBuiltin()) unknown.sort(Comparator.naturalOrder());
        if (options.unknownFields() == WriteOptions.UnknownFields.WARN)
            unknown.forEach(field -> options.warnings().accept("unknown field \"" + field + "\""));
        if (options.unknownFields() != WriteOptions.UnknownFields.STRICT || unknown.isEmpty()) return null;
        return unknown.stream()
                .map(field -> "unknown field \"" + field + "\"")
                .collect(Collectors.joining(", ", "strict decoding error: ", ""));
    }
}
