package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mastio.local.api.schema.Schema;
import dev.mastio.local.api.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The way to a field, as the steps of FieldsV1 ({@code f:spec}, {@code k:{"name":"x"}}, {@code v:"x"}) joined by a character that no step
 * contains; its order as text has a field directly before all that is within it.
 */
record FieldPath(String text) implements Comparable<FieldPath> {
    private static final IntNode ZERO = IntNode.valueOf(0);
    private static final TextNode EMPTY = TextNode.valueOf("");

    /** The order in which a real server goes through the fields that somebody owns: those of an object, then what is within them. */
    static final Comparator<FieldPath> MEMBERS_FIRST = FieldPath::compareAsMembers;

    /** The step to an element without keys. */
    static final String KEYLESS = "k:{}";

    private static final char SEPARATOR = '\u0001';

    static FieldPath of(String step) {
        return new FieldPath(step);
    }

    /** Of fields of objects in objects: {@code .spec.replicas}. */
    static FieldPath ofNames(String names) {
        return new FieldPath(Pattern.compile("\\.")
                .splitAsStream(names.substring(1))
                .map("f:"::concat)
                .collect(Collectors.joining(String.valueOf(SEPARATOR))));
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

    /**
     * The step to an element of a list; a key that is left out has the schema's default, which is filled in only later, or one that only
     * counts here, or none.
     */
    static String elementStep(Schema schema, JsonNode element, List<String> keys) {
        if (keys.isEmpty()) return "v:" + element;
        ObjectNode key = Json.object();
        for (String name : keys) {
            JsonNode value = element.get(name);
            Schema known = schema.fieldOrAny(name);
            if (value != null) key.set(name, value);
            else if (known.json().has("default")) key.set(name, known.json().get("default"));
            // In a type of Kubernetes itself no key is ever absent but one that is left out when it is empty.
            else if (schema.isBuiltin() && !known.is("x-omitted"))
                key.set(name, known.type().equals("integer") ? ZERO : EMPTY);
        }
        return "k:" + key;
    }

    /** Whether it leads to an element that has none of the keys by which it would be found, or through one. */
    boolean isKeyless() {
        return text.contains(SEPARATOR + KEYLESS);
    }

    private static int compareAsMembers(FieldPath one, FieldPath other) {
        List<String> steps = one.steps();
        List<String> others = other.steps();
        int last = Math.min(steps.size(), others.size()) - 1;
        int at = 0;
        while (at < last && steps.get(at).equals(others.get(at))) at++;
        boolean within = at < last || steps.size() == others.size();
        return within ? steps.get(at).compareTo(others.get(at)) : steps.size() - others.size();
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
