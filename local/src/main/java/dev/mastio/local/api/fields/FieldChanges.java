package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a write has done to an object.
 *
 * @param set fields that are new, or have another value
 * @param lost fields that are there no more
 */
record FieldChanges(NavigableSet<FieldPath> set, NavigableSet<FieldPath> lost) {
    static FieldChanges between(Map<FieldPath, JsonNode> was, Map<FieldPath, JsonNode> now) {
        NavigableSet<FieldPath> set = new TreeSet<>(now.keySet());
        set.removeIf(path -> FieldValues.isKept(was.get(path), now.get(path)));
        NavigableSet<FieldPath> lost = new TreeSet<>(was.keySet());
        lost.removeAll(now.keySet());
        return new FieldChanges(set, lost);
    }

    NavigableSet<FieldPath> all() {
        NavigableSet<FieldPath> all = new TreeSet<>(set);
        all.addAll(lost);
        return all;
    }
}
