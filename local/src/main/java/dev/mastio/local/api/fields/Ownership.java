package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.Json;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The managedFields of an object: reads and writes the entries, and follows a create, update or patch. */
public final class Ownership {
    /** Says of a field that is owned that also fields within it are. */
    private static final String ITSELF = ".";

    private Ownership() {}

    /** Gives the fields that a write has changed to the one who wrote, and takes them from all others. */
    public static void follow(Schema schema, @Nullable ObjectNode before, ObjectNode after, Owner writer) {
        NavigableMap<FieldPath, JsonNode> now = FieldValues.of(schema, after);
        NavigableMap<FieldPath, JsonNode> was =
                before == null ? FieldValues.alwaysThere(schema, after) : FieldValues.of(schema, before);
        if (FieldValues.haveKeyless(was) || FieldValues.haveKeyless(now)) {
            // It can't be told what has changed: the account stays as it was.
            keepEntries(before, after);
            return;
        }
        FieldChanges changes = FieldChanges.between(was, now);
        NavigableSet<FieldPath> own = new TreeSet<>(changes.set());
        // Where nobody owns anything, only an apply begins to keep account.
        if (before == null || !entries(after).isEmpty()) {
            entries(after).forEach(entry -> {
                if (writer.wrote(entry)) own.addAll(fields(entry));
            });
            own.removeAll(changes.lost());
            takeFromOthers(after, writer, changes.all());
            set(after, writer, own, !changes.set().isEmpty());
        }
        if (entries(after).isEmpty()) Json.metadata(after).remove("managedFields");
    }

    private static void keepEntries(@Nullable ObjectNode before, ObjectNode after) {
        JsonNode entries = before == null ? null : Json.metadata(before).get("managedFields");
        if (entries == null) Json.metadata(after).remove("managedFields");
        else Json.metadata(after).set("managedFields", entries.deepCopy());
    }

    /** Takes fields from all but one. */
    static void takeFromOthers(ObjectNode object, Owner writer, Set<FieldPath> fields) {
        takeFrom(object, entry -> !writer.wrote(entry), fields);
    }

    /** Who is left with none is no owner any more. */
    private static void takeFrom(ObjectNode object, Predicate<JsonNode> owners, Set<FieldPath> fields) {
        for (Iterator<JsonNode> entries = entries(object).iterator(); entries.hasNext(); ) {
            ObjectNode entry = (ObjectNode) entries.next();
            NavigableSet<FieldPath> owned = fields(entry);
            if (!owners.test(entry) || !owned.removeAll(fields)) continue;
            if (owned.isEmpty()) entries.remove();
            else entry.set("fieldsV1", fieldsV1(owned));
        }
    }

    /** Gives entries the times that they had, if nothing else is new: to have written the same again is no change. */
    public static void keepTimes(ObjectNode object, ObjectNode before) {
        if (!object.equals(before) && withoutTimes(object).equals(withoutTimes(before)))
            Json.metadata(object)
                    .set("managedFields", before.at("/metadata/managedFields").deepCopy());
    }

    private static ObjectNode withoutTimes(ObjectNode object) {
        ObjectNode timeless = object.deepCopy();
        for (JsonNode entry : timeless.at("/metadata/managedFields")) ((ObjectNode) entry).remove("time");
        return timeless;
    }

    /** Takes a field, as {@code .spec.replicas}, from all who own it. */
    public static void disown(ObjectNode object, String field) {
        takeFrom(object, entry -> true, Set.of(FieldPath.ofNames(field)));
    }

    /**
     * Takes a field from those who own it by an update of the object itself: a real server puts it into a second entry of theirs once
     * anybody scales, and loses that with the next write.
     */
    public static void disownUnscaled(ObjectNode object, String field) {
        takeFrom(
                object,
                entry -> entry.path("operation").asText().equals("Update") && !entry.has("subresource"),
                Set.of(FieldPath.ofNames(field)));
        if (entries(object).isEmpty()) Json.metadata(object).remove("managedFields");
    }

    /** Whether anybody owns a field, as {@code .spec.replicas}. */
    public static boolean isOwned(ObjectNode object, String field) {
        FieldPath path = FieldPath.ofNames(field);
        for (JsonNode entry : object.at("/metadata/managedFields"))
            if (fields(entry).contains(path)) return true;
        return false;
    }

    static ArrayNode entries(ObjectNode object) {
        ObjectNode metadata = Json.metadata(object);
        return metadata.get("managedFields") instanceof ArrayNode present
                ? present
                : metadata.putArray("managedFields");
    }

    /**
     * Writes what the owner owns; only one who has {@code changed} something gets a new time, and one who owns nothing goes. Of who scales
     * a real server keeps no time at all.
     */
    static void set(ObjectNode object, Owner owner, NavigableSet<FieldPath> fields, boolean changed) {
        ArrayNode entries = entries(object);
        ObjectNode entry = null;
        for (JsonNode present : entries) if (owner.wrote(present)) entry = (ObjectNode) present;
        if (fields.isEmpty()) {
            removeIf(entries, owner::wrote);
            return;
        }
        if (entry == null) entry = entries.addObject();
        entry.put("manager", owner.manager())
                .put("operation", owner.operation())
                .put("apiVersion", object.path("apiVersion").asText())
                .put("fieldsType", "FieldsV1")
                .set("fieldsV1", fieldsV1(fields));
        if (changed && !owner.subresource().equals("scale")) entry.put("time", Json.now());
        if (!owner.subresource().isEmpty()) entry.put("subresource", owner.subresource());
    }

    static NavigableSet<FieldPath> fields(JsonNode entry) {
        NavigableSet<FieldPath> paths = new TreeSet<>();
        collect(entry.path("fieldsV1"), null, paths);
        return paths;
    }

    private static void collect(JsonNode node, @Nullable FieldPath path, NavigableSet<FieldPath> into) {
        if (path != null && (node.isEmpty() || node.has(ITSELF))) into.add(path);
        for (Map.Entry<String, JsonNode> step : node.properties())
            if (!step.getKey().equals(ITSELF))
                collect(step.getValue(), path == null ? FieldPath.of(step.getKey()) : path.then(step.getKey()), into);
    }

    static ObjectNode fieldsV1(NavigableSet<FieldPath> paths) {
        ObjectNode root = Json.object();
        for (FieldPath path : paths) {
            ObjectNode node = root;
            for (String step : path.steps()) node = Json.child(node, step);
            FieldPath next = paths.higher(path);
            if (next != null && path.isAround(next)) node.putObject(ITSELF);
        }
        return root;
    }

    static void removeIf(ArrayNode entries, Predicate<JsonNode> condition) {
        for (int i = entries.size() - 1; i >= 0; i--) if (condition.test(entries.get(i))) entries.remove(i);
    }
}
