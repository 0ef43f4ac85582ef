package dev.mastio.local.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All kinds that are served now. Changes replace the whole map, so readers need no lock. */
public final class Kinds {
    private volatile Map<String, Kind> byPath;

    public Kinds() {
        Map<String, Kind> builtin = new LinkedHashMap<>();
        for (Kind kind : BuiltinKinds.all()) builtin.put(path(kind), kind);
        byPath = builtin;
    }

    private static String path(Kind kind) {
        return kind.basePath() + "/" + kind.plural();
    }

    public Collection<Kind> all() {
        return byPath.values();
    }

    public @Nullable Kind at(String basePath, String plural) {
        return byPath.get(basePath + "/" + plural);
    }

    public List<Kind> in(String basePath) {
        return byPath.values().stream()
                .filter(kind -> kind.basePath().equals(basePath))
                .toList();
    }

    /** The groups with a name, in the order in which they came. */
    public Set<String> groups() {
        Set<String> groups = new LinkedHashSet<>();
        for (Kind kind : byPath.values()) if (!kind.group().isEmpty()) groups.add(kind.group());
        return groups;
    }

    /** Any version of the kind whose objects are kept there. */
    public Kind ofStorage(String storage) {
        return byPath.values().stream()
                .filter(kind -> kind.storage().equals(storage))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no kind is kept in " + storage));
    }

    /** The kind as which an object of this kind is kept: the same, but for the newer API of events. */
    public Kind ofStorage(Kind kind) {
        return kind.custom() ? kind : ofStorage(kind.storage());
    }

    public Kind require(String basePath, String plural) {
        Kind kind = at(basePath, plural);
        if (kind == null) throw new IllegalStateException("no kind " + plural + " in " + basePath);
        return kind;
    }

    /** Serves what a CustomResourceDefinition defines, in place of what an earlier state of it did. */
    public synchronized void define(JsonNode definition) {
        Map<String, Kind> next = without(CustomKinds.storage(definition));
        for (Kind kind : CustomKinds.of(definition)) next.put(path(kind), kind);
        byPath = next;
    }

    public synchronized void forget(JsonNode definition) {
        byPath = without(CustomKinds.storage(definition));
    }

    private Map<String, Kind> without(String storage) {
        Map<String, Kind> rest = new LinkedHashMap<>(byPath);
        rest.values().removeIf(kind -> kind.custom() && kind.storage().equals(storage));
        return rest;
    }
}
