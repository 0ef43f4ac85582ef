package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mastio.local.api.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The order that a patch wants the elements of a list to have; those that it does not name stay where they were among them. */
final class ElementOrder {
    private final Schema elements;
    private final List<String> key;
    private final List<String> wanted;
    private final List<String> before;
    private final boolean newLast;

    /** For a strategic patch: new elements come first, where nothing says otherwise. */
    ElementOrder(Schema list, JsonNode wanted, JsonNode before) {
        this(
                list,
                StrategicMerge.mergeKey(Objects.requireNonNullElse(list.listKeys(), List.of())),
                wanted,
                before,
                false);
    }

    /** For server-side apply, {@code newLast}: new elements come before those that they precede in the configuration, or else last. */
    ElementOrder(Schema list, List<String> keys, JsonNode wanted, JsonNode before, boolean newLast) {
        elements = list.items();
        key = keys;
        this.newLast = newLast;
        this.wanted = steps(wanted);
        this.before = steps(before);
    }

    private List<String> steps(JsonNode list) {
        List<String> steps = new ArrayList<>();
        list.forEach(element -> steps.add(step(element)));
        return steps;
    }

    private String step(JsonNode element) {
        return FieldPath.elementStep(elements, element, key);
    }

    void sort(ArrayNode list) {
        List<JsonNode> named = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        list.forEach(element -> (wanted.contains(step(element)) ? named : others).add(element));
        named.sort(Comparator.comparingInt(element -> wanted.indexOf(step(element))));
        list.removeAll();
        while (!named.isEmpty() || !others.isEmpty()) {
            boolean other = named.isEmpty() || (!others.isEmpty() && comesFirst(others.getFirst(), named));
            list.add((other ? others : named).removeFirst());
        }
    }

    /** Whether an element that is not named comes before the first of those that are. */
    private boolean comesFirst(JsonNode other, List<JsonNode> named) {
        if (!newLast) return wasBefore(other, named.getFirst());
        return named.stream()
                .filter(element -> before.contains(step(element)))
                .findFirst()
                .map(element -> wasBefore(other, element))
                .orElse(true);
    }

    private boolean wasBefore(JsonNode one, JsonNode other) {
        int first = before.indexOf(step(one));
        int second = before.indexOf(step(other));
        return first >= 0 && second >= 0 && first < second;
    }
}
