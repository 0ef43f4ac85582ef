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

    ElementOrder(Schema list, JsonNode wanted, JsonNode before) {
        this(list, StrategicMerge.mergeKey(Objects.requireNonNullElse(list.listKeys(), List.of())), wanted, before);
    }

    ElementOrder(Schema list, List<String> keys, JsonNode wanted, JsonNode before) {
        elements = list.items();
        key = keys;
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
        while (!named.isEmpty() || !others.isEmpty())
            list.add((named.isEmpty() || (!others.isEmpty() && wasBefore(others.getFirst(), named.getFirst()))
                            ? others
                            : named)
                    .removeFirst());
    }

    private boolean wasBefore(JsonNode one, JsonNode other) {
        int first = before.indexOf(step(one));
        int second = before.indexOf(step(other));
        return first >= 0 && second >= 0 && first < second;
    }
}
