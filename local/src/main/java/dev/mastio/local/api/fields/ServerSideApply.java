package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
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
    /** Who owns what was there before anybody's account of it. */
    private static final Owner BEFORE = Owner.byUpdate("before-first-apply", "");

    private final Schema schema;
    private final Owner owner;
    private final NavigableSet<FieldPath> wanted;
    private final NavigableSet<FieldPath> formerlyOwn;
    /** What somebody owns now. An element of a list or an entry of a map is not owned by who only owns a field within. */
    private final NavigableSet<FieldPath> needed;

    /** A field that would get another value than that which its manager has set. */
    private record Conflict(String manager, FieldPath path) {
        Cause cause() {
            return new Cause("FieldManagerConflict", path.toString(), "conflict with " + manager);
        }
    }

    private ServerSideApply(Schema schema, ObjectNode live, ObjectNode configuration, Owner owner) {
        this.schema = schema;
        this.owner = owner;
        wanted = FieldValues.applied(schema, configuration).navigableKeySet();
        NavigableSet<FieldPath> own = new TreeSet<>();
        NavigableSet<FieldPath> owned = new TreeSet<>(wanted);
        for (JsonNode entry : Ownership.entries(live))
            (owner.wrote(entry) ? own : owned).addAll(Ownership.fields(entry));
        formerlyOwn = NamedFields.with(schema, own);
        needed = NamedFields.with(schema, owned);
    }

    /** Changes {@code live}; fails with 409 when others own a field that would get another value, unless forced. */
    public static void apply(
            Kind kind, ObjectNode live, ObjectNode configuration, String manager, String subresource, boolean force) {
        Schema schema = kind.schema();
        TypedConfiguration.require(schema, configuration);
        ObjectNode heeded = heeded(kind, configuration, subresource);
        if (Ownership.entries(live).isEmpty()) Ownership.follow(schema, null, live, BEFORE);
        else if (subresource.equals("scale") && !Ownership.isOwned(live, kind.replicasField()))
            beginAccountOfReplicas(live, kind.replicasField());
        boolean scalesCustom = subresource.equals("scale") && kind.custom();
        ServerSideApply apply = new ServerSideApply(schema, live, heeded, Owner.byApply(manager, subresource));
        FieldChanges changes = apply.merge(live, heeded, force, ignoresChange(schema, live, configuration, heeded));
        if (!scalesCustom) TypedConfiguration.requireReadable(schema, configuration);
        else if (!changes.all().isEmpty()) throw unscalable(configuration);
        if (subresource.equals("scale")) Ownership.disownUnscaled(live, kind.replicasField());
    }

    /** Whether there would be a change if all of the configuration were heeded. */
    private static boolean ignoresChange(Schema schema, ObjectNode live, ObjectNode configuration, ObjectNode heeded) {
        ObjectNode ignored = configuration.deepCopy();
        heeded.fieldNames().forEachRemaining(ignored::remove);
        ObjectNode merged = live.deepCopy();
        MergeByKeys.merge(schema, merged, ignored);
        return !merged.equals(live);
    }

    /** A number that is another comes as another Scale, which a real server fails to make an object of a custom kind of. */
    private static ApiFailure unscalable(ObjectNode configuration) {
        return ApiFailure.of(
                500,
                "",
                "failed to convert new object (%s/%s; autoscaling/v1, Kind=Scale) to proper version: request to convert CR to an invalid group/version: autoscaling/v1"
                        .formatted(Json.namespace(configuration), Json.name(configuration)));
    }

    /** Where there are none, none of them are in a Scale. */
    private static void beginAccountOfReplicas(ObjectNode live, String replicas) {
        if (live.at(replicas.replace('.', '/')).asInt() > 0)
            Ownership.set(
                    live,
                    Owner.byUpdate(BEFORE.manager(), "scale"),
                    new TreeSet<>(Set.of(FieldPath.ofNames(replicas))),
                    true);
    }

    /** What counts for nothing where it comes: a status with the rest, or the rest with a status. */
    private static ObjectNode heeded(Kind kind, ObjectNode configuration, String subresource) {
        ObjectNode heeded = configuration.deepCopy();
        if (subresource.equals("status")) heeded.retain("apiVersion", "kind", "metadata", "status");
        else if (kind.has("status")) heeded.remove("status");
        if (kind.custom() && subresource.equals("status") && heeded.get("metadata") instanceof ObjectNode metadata)
            metadata.retain(FieldValues.SERVER_METADATA);
        return heeded;
    }

    /** Returns what has changed; {@code ignored} are there if the configuration had more than what is heeded, which counts as a change in time. */
    private FieldChanges merge(ObjectNode live, ObjectNode configuration, boolean force, boolean ignored) {
        NavigableMap<FieldPath, JsonNode> was = FieldValues.of(schema, live);
        if (FieldValues.haveKeyless(was))
            throw ApiFailure.of(
                    500, "", "failed to create typed live object: an element of a list omits all key fields");
        ObjectNode merged = merged(live, configuration);
        FieldChanges changes = FieldChanges.between(was, FieldValues.of(schema, merged));
        if (!force) requireNoConflict(live, changes.set());
        NavigableSet<FieldPath> all = changes.all();
        // Another order of elements alone is no change.
        if (!all.isEmpty()) live.removeAll().setAll(merged);
        Ownership.takeFromOthers(live, owner, all);
        Ownership.set(live, owner, wanted, ignored || !all.isEmpty());
        if (Ownership.entries(live).isEmpty()) Json.metadata(live).remove("managedFields");
        LastApplied.follow(live, configuration, owner);
        return changes;
    }

    private void requireNoConflict(ObjectNode live, NavigableSet<FieldPath> changed) {
        Set<FieldPath> lastApplied = LastApplied.unchanged(schema, live, owner);
        List<Conflict> conflicts = new ArrayList<>();
        for (JsonNode entry : Ownership.entries(live))
            if (!owner.wrote(entry))
                Ownership.fields(entry).stream()
                        .filter(path -> changed.contains(path) && !lastApplied.contains(path))
                        .sorted(FieldPath.MEMBERS_FIRST)
                        .forEach(path -> conflicts.add(new Conflict(manager(entry), path)));
        if (!conflicts.isEmpty()) throw failure(conflicts);
    }

    private String manager(JsonNode entry) {
        return "\"" + entry.path("manager").asText() + "\""
                + (entry.has("subresource")
                        ? " with subresource \"" + entry.path("subresource").asText() + "\""
                        : "")
                + (entry.path("operation").asText().equals("Apply") ? "" : " using " + version(entry));
    }

    /** Who scales looks at objects as if they were Scales. */
    private String version(JsonNode entry) {
        return owner.subresource().equals("scale")
                ? "autoscaling/v1"
                : entry.path("apiVersion").asText();
    }

    private static ApiFailure failure(List<Conflict> conflicts) {
        return ApiFailure.applyConflict(
                conflicts.size() == 1
                        ? "Apply failed with 1 conflict: conflict with %s: %s"
                                .formatted(
                                        conflicts.getFirst().manager(),
                                        conflicts.getFirst().path())
                        : "Apply failed with %d conflicts: %s".formatted(conflicts.size(), byManager(conflicts)),
                conflicts.stream().map(Conflict::cause).toList());
    }

    private static String byManager(List<Conflict> conflicts) {
        NavigableMap<String, List<Conflict>> managers =
                conflicts.stream().collect(Collectors.groupingBy(Conflict::manager, TreeMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        managers.forEach((manager, theirs) -> {
            lines.add("conflicts with " + manager + ":");
            for (Conflict conflict : theirs) lines.add("- " + conflict.path());
        });
        return String.join("\n", lines);
    }

    /** The live object with what is wanted, and without what its manager wanted before and nobody wants now. */
    private ObjectNode merged(ObjectNode live, ObjectNode configuration) {
        ObjectNode change = configuration.deepCopy();
        change.remove(List.of("apiVersion", "kind"));
        if (change.get("metadata") instanceof ObjectNode metadata) metadata.remove(FieldValues.SERVER_METADATA);
        ObjectNode merged = live.deepCopy();
        MergeByKeys.merge(schema, merged, change);
        for (FieldPath path : formerlyOwn)
            if (!needed.contains(path)) MergeByKeys.remove(schema, merged, path, needed::contains);
        return merged;
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
