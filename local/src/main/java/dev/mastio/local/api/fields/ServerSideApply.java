package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    private final List<Conflict> conflicts = new ArrayList<>();

    /** A field that is applied with another value than that which its manager has set. */
    private record Conflict(String manager, FieldPath path) {
        Cause cause() {
            return new Cause("FieldManagerConflict", path.toString(), "conflict with " + manager);
        }
    }

    private ServerSideApply(Schema schema, ObjectNode live, ObjectNode configuration, Owner owner) {
        this.schema = schema;
        this.owner = owner;
        wanted = FieldValues.applied(schema, configuration);
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
        TypedConfiguration.require(schema, configuration);
        ServerSideApply apply = new ServerSideApply(schema, live, configuration, Owner.byApply(manager, subresource));
        apply.takeOwnership(live);
        Set<FieldPath> lastApplied = apply.lastAppliedByKubectl(live);
        apply.conflicts.removeIf(conflict -> lastApplied.contains(conflict.path()));
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
            for (FieldPath path : contested) conflicts.add(new Conflict(manager(entry), path));
            contested.forEach(owned::remove);
            if (!contested.isEmpty()) ((ObjectNode) entry).set("fieldsV1", Ownership.fieldsV1(owned));
            ofOthers.addAll(owned);
        }
        Ownership.removeIf(
                Ownership.entries(live), entry -> entry.path("fieldsV1").isEmpty());
    }

    /** kubectl may go over from client-side to server-side apply: what it applied so last time is its own. */
    private Set<FieldPath> lastAppliedByKubectl(ObjectNode live) {
        String annotation = live.at("/metadata/annotations").path(LAST_APPLIED).asText("");
        if (annotation.isEmpty() || !owner.manager().equals("kubectl")) return Set.of();
        return FieldValues.of(schema, Json.parse(annotation.getBytes(StandardCharsets.UTF_8)))
                .keySet();
    }

    private static String manager(JsonNode entry) {
        return "\"" + entry.path("manager").asText() + "\""
                + (entry.has("subresource")
                        ? " with subresource \"" + entry.path("subresource").asText() + "\""
                        : "")
                + (entry.path("operation").asText().equals("Apply")
                        ? ""
                        : " using " + entry.path("apiVersion").asText());
    }

    private ApiFailure conflict() {
        return ApiFailure.applyConflict(
                conflicts.size() == 1
                        ? "Apply failed with 1 conflict: conflict with %s: %s"
                                .formatted(
                                        conflicts.getFirst().manager(),
                                        conflicts.getFirst().path())
                        : "Apply failed with %d conflicts: %s".formatted(conflicts.size(), byManager()),
                conflicts.stream().map(Conflict::cause).toList());
    }

    private String byManager() {
        NavigableMap<String, List<Conflict>> managers =
                conflicts.stream().collect(Collectors.groupingBy(Conflict::manager, TreeMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        managers.forEach((manager, theirs) -> {
            lines.add("conflicts with " + manager + ":");
            for (Conflict conflict : theirs) lines.add("- " + conflict.path());
        });
        return String.join("\n", lines);
    }

    private void merge(ObjectNode live, ObjectNode configuration) {
        ObjectNode change = configuration.deepCopy();
        change.remove(List.of("apiVersion", "kind"));
        if (change.get("metadata") instanceof ObjectNode metadata) metadata.remove(FieldValues.SERVER_METADATA);
        MergeByKeys.merge(schema, live, change);
        for (FieldPath path : formerlyOwn)
            if (!isNeeded(wanted.navigableKeySet(), path) && !isNeeded(ofOthers, path))
                MergeByKeys.remove(schema, live, path.steps());
        Ownership.set(live, owner, wanted.navigableKeySet());
        if (Ownership.entries(live).isEmpty()) Json.metadata(live).remove("managedFields");
    }

    /** Whether somebody owns the field, or one within it. */
    private static boolean isNeeded(NavigableSet<FieldPath> owned, FieldPath path) {
        FieldPath next = owned.ceiling(path);
        return next != null && (next.equals(path) || path.isAround(next));
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
