package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.fields.Ownership;
import dev.mastio.local.api.fields.Patch;
import dev.mastio.local.api.fields.TypedConfiguration;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scale subresource: the number of replicas of any kind that has one, in one common form. */
public final class Scaling {
    private static final String API_VERSION = "autoscaling/v1";
    private static final String KIND = "Scale";
    private static final Schema SCHEMA = Schema.builtin("io.fabric8.kubernetes.api.model.autoscaling.v1.Scale");

    /** Stands for the number of a custom object that has none, to whoever patches its scale. */
    private static final int NONE = Integer.MIN_VALUE;

    private final Writes writes;

    public Scaling(Writes writes) {
        this.writes = writes;
    }

    public ObjectNode get(Target target) {
        return view(target.kind(), writes.get(target));
    }

    public ObjectNode replace(Target target, ObjectNode scale, WriteOptions options) {
        requireScale(scale);
        String trouble = Admission.trouble(SCHEMA, scale, options, false);
        if (trouble != null) throw unreadable(target.kind(), trouble);
        Identity.require(target, scale);
        return set(target, scale, options);
    }

    private static ApiFailure unreadable(Kind kind, String trouble) {
        return ApiFailure.badRequest(
                kind.custom()
                        ? "no kind is registered for the type v1.Scale in scheme \"pkg/runtime/scheme.go:111\""
                        : "Scale in version \"v1\" cannot be handled as a Scale: " + trouble);
    }

    private ObjectNode set(Target target, JsonNode scale, WriteOptions options) {
        return view(target.kind(), writes.patch(target, Patch.MERGE, change(target, scale), options));
    }

    private ObjectNode change(Target target, JsonNode scale) {
        writes.get(target);
        requireCount(target.kind(), scale);
        ObjectNode change = inItsPlace(target.kind(), scale);
        JsonNode version = scale.path("metadata").path("resourceVersion");
        if (version.isTextual()) change.putObject("metadata").set("resourceVersion", version);
        return change;
    }

    /** Applies a scale; who did owns the number of replicas. */
    public ObjectNode apply(Target target, ObjectNode scale, WriteOptions options) {
        requireAccount(target.kind(), writes.get(target));
        TypedConfiguration.require(SCHEMA, scale);
        if (!target.kind().custom()) TypedConfiguration.requireReadable(SCHEMA, scale);
        requireCount(target.kind(), scale);
        ObjectNode configuration = inItsPlace(target.kind(), scale);
        configuration
                .put("apiVersion", target.kind().apiVersion())
                .put("kind", target.kind().kind());
        configuration.putObject("metadata").put("name", target.name());
        return view(target.kind(), writes.apply(target, configuration, options).object());
    }

    /** The number where an object of the kind has it. */
    private static ObjectNode inItsPlace(Kind kind, JsonNode scale) {
        ObjectNode change = Json.object();
        ObjectNode at = change;
        String[] path = kind.replicasField().substring(1).split("\\.", -1);
        for (int i = 0; i < path.length - 1; i++) at = at.putObject(path[i]);
        at.put(path[path.length - 1], scale.at("/spec/replicas").asInt());
        return change;
    }

    /** What is wrong with the numbers of replicas of a custom kind, beside what its schema says. */
    static List<Cause> check(Kind kind, ObjectNode object) {
        if (!kind.custom() || !kind.has("scale")) return List.of();
        return Stream.of("specReplicasPath", "statusReplicasPath")
                .map(kind.scalePaths()::path)
                .map(JsonNode::asText)
                .flatMap(field -> check(field, object.at(field.replace('.', '/'))))
                .toList();
    }

    private static Stream<Cause> check(String field, JsonNode replicas) {
        return replicas.isIntegralNumber() && replicas.asLong() < 0
                ? Stream.of(Cause.invalid(field, replicas, "should be a non-negative integer"))
                : Stream.empty();
    }

    /** Where nobody owns the number of a custom object yet, a real server fails to begin an account of it. */
    private static void requireAccount(Kind kind, ObjectNode object) {
        if (kind.custom() && !Ownership.isOwned(object, kind.replicasField()))
            throw ApiFailure.of(
                    500,
                    "",
                    "failed to create manager for existing fields: failed to convert live object (/; autoscaling/v1, Kind=Scale) to proper version: request to convert CR to an invalid group/version: autoscaling/v1");
    }

    /** Refuses what says that it is something else; it needn't say that it is a Scale. */
    private static void requireScale(JsonNode scale) {
        String apiVersion = scale.path("apiVersion").asText(API_VERSION);
        String kind = scale.path("kind").asText(KIND);
        if (!apiVersion.equals(API_VERSION) || !kind.equals(KIND))
            throw ApiFailure.badRequest(
                    "%s in version \"%s\" cannot be handled as a Scale: no kind \"%s\" is registered for version \"%s\" in scheme \"pkg/runtime/scheme.go:111\""
                            .formatted(kind, apiVersion.substring(apiVersion.indexOf('/') + 1), kind, apiVersion));
    }

    /** A custom object is asked itself. */
    private static void requireCount(Kind kind, JsonNode scale) {
        JsonNode replicas = scale.at("/spec/replicas");
        if (!kind.custom() && replicas.asInt() < 0)
            throw ApiFailure.invalid(
                    "Scale.autoscaling",
                    Json.name(scale),
                    List.of(Cause.invalid("spec.replicas", replicas, "must be greater than or equal to 0")));
    }

    public ObjectNode patch(Target target, Patch patch, JsonNode change, WriteOptions options) {
        Kind kind = target.kind();
        ObjectNode object = writes.get(target);
        ObjectNode scale =
                view(kind, object, hasCount(kind, object) ? count(kind, object).asInt() : NONE);
        Json.metadata(scale).remove("resourceVersion");
        ObjectNode patched = patch.applyTo(scale, change, kind);
        Admission.checkPatched(SCHEMA, patched, options);
        Identity.require(target, patched);
        if (kind.custom() && patched.at("/spec/replicas").asInt() == NONE)
            throw ApiFailure.badRequest(
                    "the spec replicas field \"%s\" cannot be empty".formatted(kind.replicasField()));
        return set(target, patched, options);
    }

    private static boolean hasCount(Kind kind, ObjectNode object) {
        return !kind.custom() || !count(kind, object).isMissingNode();
    }

    private static JsonNode count(Kind kind, ObjectNode object) {
        return object.at(kind.replicasField().replace('.', '/'));
    }

    private static ObjectNode view(Kind kind, ObjectNode object) {
        if (!hasCount(kind, object))
            throw ApiFailure.internal("the spec replicas field \"%s\" does not exist".formatted(kind.replicasField()));
        return view(kind, object, count(kind, object).asInt());
    }

    private static ObjectNode view(Kind kind, ObjectNode object, int replicas) {
        ObjectNode scale = Json.object(API_VERSION, KIND);
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"})
            if (Json.metadata(object).has(field))
                metadata.set(field, Json.metadata(object).get(field));
        ObjectNode spec = scale.putObject("spec");
        if (replicas != 0) spec.put("replicas", replicas);
        ObjectNode status = scale.putObject("status");
        status.put(
                "replicas",
                object.at(path(kind, "statusReplicasPath", ".status.replicas")).asInt());
        String selector = kind.custom()
                ? object.at(path(kind, "labelSelectorPath", ".status.selector")).asText("")
                : labels(object.at("/spec/selector/matchLabels"));
        if (!selector.isEmpty()) status.put("selector", selector);
        return scale;
    }

    private static String labels(JsonNode labels) {
        return labels.properties().stream()
                .map((Map.Entry<String, JsonNode> label) ->
                        label.getKey() + "=" + label.getValue().asText())
                .collect(Collectors.joining(","));
    }

    private static String path(Kind kind, String name, String otherwise) {
        return kind.scalePaths().path(name).asText(otherwise).replace('.', '/');
    }
}
