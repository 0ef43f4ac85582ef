package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Merges an applied configuration into the live object: what the manager left out goes, what others own is a conflict. */
public final class ServerSideApply {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final Schema schema;
    private final Owner owner;
    private final NavigableMap<FieldPath, JsonNode> wanted;
    private final NavigableMap<FieldPath, JsonNode> present;
    private final NavigableSet<FieldPath> formerlyOwn = new TreeSet<>();
    private final NavigableSet<FieldPath> ofOthers = new TreeSet<>();
    private final NavigableMap<FieldPath, Cause> conflicts = new TreeMap<>();

    private ServerSideApply(Schema schema, ObjectNode live, ObjectNode configuration, Owner owner) {
        this.schema = schema;
        this.owner = owner;
        wanted = FieldValues.of(schema, configuration);
        present = FieldValues.of(schema, live);
    }

    /** Changes {@code live}; fails with 409 when others own a field that is applied with another value, unless forced. */
    public static void apply(
            Schema schema,
            ObjectNode live,
            ObjectNode configuration,
            String manager,
            String subresource,
            boolean force) {
        ServerSideApply apply = new ServerSideApply(schema, live, configuration, Owner.byApply(manager, subresource));
        apply.takeOwnership(live);
        apply.conflicts.keySet().removeAll(apply.lastAppliedByKubectl(live));
        if (!force && !apply.conflicts.isEmpty()) throw apply.conflict();
        apply.merge(live, configuration);
    }

    private void takeOwnership(ObjectNode live) {
        for (JsonNode entry : Ownership.entries(live)) {
            NavigableSet<FieldPath> owned = Ownership.fields(entry);
            if (owner.wrote(entry)) {
                formerlyOwn.addAll(owned);
                continue;
            }
            List<FieldPath> contested = owned.stream()
                    .filter(path ->
                            wanted.containsKey(path) && !wanted.get(path).equals(present.get(path)))
                    .toList();
            for (FieldPath path : contested) conflicts.put(path, cause(entry, path));
            contested.forEach(owned::remove);
            if (!contested.isEmpty()) ((ObjectNode) entry).set("fieldsV1", Ownership.fieldsV1(owned));
            ofOthers.addAll(owned);
        }
    }

    /** kubectl may go over from client-side to server-side apply: what it applied so last time is its own. */
    private Set<FieldPath> lastAppliedByKubectl(ObjectNode live) {
        String annotation = live.at("/metadata/annotations").path(LAST_APPLIED).asText("");
        if (annotation.isEmpty() || !owner.manager().equals("kubectl")) return Set.of();
        return FieldValues.of(schema, Json.parse(annotation.getBytes(StandardCharsets.UTF_8)))
                .keySet();
    }

    private static Cause cause(JsonNode entry, FieldPath path) {
        String message = "conflict with \"" + entry.path("manager").asText() + "\""
                + (entry.has("subresource")
                        ? " with subresource \"" + entry.path("subresource").asText() + "\""
                        : "")
                + (entry.path("operation").asText().equals("Apply")
                        ? ""
                        : " using " + entry.path("apiVersion").asText());
        return new Cause("FieldManagerConflict", path.toString(), message);
    }

    private ApiFailure conflict() {
        String list = conflicts.values().stream()
                .map(cause -> cause.message() + ": " + cause.field())
                .collect(Collectors.joining(", "));
        return ApiFailure.applyConflict(
                "Apply failed with " + conflicts.size() + (conflicts.size() == 1 ? " conflict: " : " conflicts: ")
                        + list,
                List.copyOf(conflicts.values()));
    }

    private void merge(ObjectNode live, ObjectNode configuration) {
        ObjectNode change = configuration.deepCopy();
        change.remove(List.of("apiVersion", "kind"));
        if (change.get("metadata") instanceof ObjectNode metadata) metadata.remove(FieldValues.SERVER_METADATA);
        MergeByKeys.merge(schema, live, change);
        for (FieldPath path : formerlyOwn)
            if (!wanted.containsKey(path)
                    && !ofOthers.contains(path)
                    && ofOthers.stream().noneMatch(path::marksElementAround))
                MergeByKeys.remove(schema, live, path.steps());
        Ownership.set(live, owner, wanted.keySet());
    }

    /** An object that has nothing yet but the identity that the configuration gives it. */
    public static ObjectNode emptyObjectFor(ObjectNode configuration) {
        ObjectNode live = Json.object();
        live.set("apiVersion", configuration.get("apiVersion"));
        live.set("kind", configuration.get("kind"));
        ObjectNode metadata = live.putObject("metadata");
        for (String field : List.of("name", "namespace"))
            if (configuration.path("metadata").has(field))
                metadata.set(field, configuration.path("metadata").get(field));
        return live;
    }
}
