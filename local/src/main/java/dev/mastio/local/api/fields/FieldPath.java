package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The way to a field, as the steps of FieldsV1 ({@code f:spec}, {@code k:{"name":"x"}}, {@code v:"x"}) joined by a character that no step
 * contains; its order as text has a field directly before all that is within it.
 */
record FieldPath(String text) implements Comparable<FieldPath> {
    private static final char SEPARATOR = '\u0001';

    static FieldPath of(String step) {
        return new FieldPath(step);
    }

    FieldPath then(String step) {
        return new FieldPath(text + SEPARATOR + step);
    }

    List<String> steps() {
        return List.of(text.split(String.valueOf(SEPARATOR), -1));
    }

    /** Whether the other path leads through this one. */
    boolean isAround(FieldPath other) {
        return other.text.length() > text.length()
                && other.text.startsWith(text)
                && other.text.charAt(text.length()) == SEPARATOR;
    }

    static String elementStep(JsonNode element, List<String> keys) {
        if (keys.isEmpty()) return "v:" + element;
        ObjectNode key = Json.object();
        for (String name : keys) {
            JsonNode value = element.get(name);
            if (value != null) key.set(name, value);
            // The one key of built-in lists that may be left out; its default is filled in only later.
            else if (name.equals("protocol")) key.put(name, "TCP");
        }
        return "k:" + key;
    }

    /** As people write it: {@code .spec.containers[name="x"].image}. */
    @Override
    public String toString() {
        return steps().stream().map(FieldPath::readable).collect(Collectors.joining());
    }

    private static String readable(String step) {
        if (step.startsWith("f:")) return "." + step.substring(2);
        if (step.startsWith("v:")) return "[=" + step.substring(2) + "]";
        if (!step.startsWith("k:")) return "";
        return Json.parse(step.substring(2).getBytes(StandardCharsets.UTF_8)).properties().stream()
                .map(key -> key.getKey() + "=" + key.getValue())
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Override
    public int compareTo(FieldPath other) {
        return text.compareTo(other.text);
    }
}
