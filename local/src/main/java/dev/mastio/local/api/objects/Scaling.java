package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.fields.Patch;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The scale subresource: the number of replicas of any kind that has one, in one common form. */
public final class Scaling {
    private final Writes writes;

    public Scaling(Writes writes) {
        this.writes = writes;
    }

    public ObjectNode get(Target target) {
        return view(target.kind(), writes.get(target));
    }

    public ObjectNode replace(Target target, JsonNode scale, WriteOptions options) {
        requireReadable(scale);
        writes.get(target);
        requireCount(scale);
        ObjectNode change = inItsPlace(target.kind(), scale);
        JsonNode version = scale.path("metadata").path("resourceVersion");
        if (version.isTextual()) change.putObject("metadata").set("resourceVersion", version);
        return view(target.kind(), writes.patch(target, Patch.MERGE, change, options));
    }

    /** Applies a scale; who did owns the number of replicas. */
    public ObjectNode apply(Target target, JsonNode scale, WriteOptions options) {
        writes.get(target);
        requireReadable(scale);
        requireCount(scale);
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
        String[] path =
                path(kind, "specReplicasPath", ".spec.replicas").substring(1).split("/", -1);
        for (int i = 0; i < path.length - 1; i++) at = at.putObject(path[i]);
        at.put(path[path.length - 1], scale.at("/spec/replicas").asInt());
        return change;
    }

    /** What is wrong with the number of replicas of a custom kind, beside what its schema says. */
    static Optional<Cause> check(Kind kind, ObjectNode object) {
        if (!kind.custom() || !kind.has("scale")) return Optional.empty();
        String field = kind.scalePaths().path("specReplicasPath").asText();
        JsonNode replicas = object.at(field.replace('.', '/'));
        if (!replicas.isIntegralNumber() || replicas.asLong() >= 0) return Optional.empty();
        return Optional.of(Cause.invalid(field, replicas, "should be a non-negative integer"));
    }

    /** Refuses what is no number; none at all is none wanted. */
    private static void requireReadable(JsonNode scale) {
        JsonNode replicas = scale.at("/spec/replicas");
        if (!replicas.isMissingNode() && !replicas.isNull() && !replicas.isIntegralNumber())
            throw ApiFailure.badRequest(
                    "Scale in version \"v1\" cannot be handled as a Scale: json: cannot unmarshal %s into Go struct field ScaleSpec.spec.replicas of type int32"
                            .formatted(replicas.isTextual() ? "string" : "number " + replicas));
    }

    private static void requireCount(JsonNode scale) {
        JsonNode replicas = scale.at("/spec/replicas");
        if (replicas.asInt() < 0)
            throw ApiFailure.invalid(
                    "Scale.autoscaling",
                    Json.name(scale),
                    List.of(Cause.invalid("spec.replicas", replicas, "must be greater than or equal to 0")));
    }

    public ObjectNode patch(Target target, Patch patch, JsonNode change, WriteOptions options) {
        ObjectNode scale = get(target);
        Json.metadata(scale).remove("resourceVersion");
        // A strategic patch of a Scale is a merge patch: it has no lists.
        Patch kind = patch == Patch.STRATEGIC ? Patch.MERGE : patch;
        return replace(target, kind.applyTo(scale, change, target.kind()), options);
    }

    private static ObjectNode view(Kind kind, ObjectNode object) {
        ObjectNode scale = Json.object("autoscaling/v1", "Scale");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"})
            if (Json.metadata(object).has(field))
                metadata.set(field, Json.metadata(object).get(field));
        JsonNode wanted = object.at(path(kind, "specReplicasPath", ".spec.replicas"));
        if (kind.custom() && wanted.isMissingNode())
            throw ApiFailure.internal("the spec replicas field \"%s\" does not exist"
                    .formatted(kind.scalePaths().path("specReplicasPath").asText()));
        int replicas = wanted.asInt();
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
