package dev.mastio.suite.conformance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mastio.suite.conformance.pair.Trees;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** Draws values from a schema: most of them good, some out of bounds, of another type, null, or with a field that nobody knows. */
final class RandomValues {

    private static final List<String> WORDS = List.of(
            "a",
            "b2",
            "c-c",
            "UPPER",
            "with.dot",
            "A_NAME",
            "5 4 * * *",
            "30s",
            "10m",
            "2h",
            "1.0.0",
            "x/y",
            "",
            "é",
            "0");
    private static final List<String> QUANTITIES =
            List.of("1", "500m", "0.5", "1.5", "1Gi", "2048Mi", "1000m", "1e3", "0", "-1", "1G", "100k", "many");
    private static final List<String> KEYS = List.of("app", "tier", "mastio.dev/x", "a.b");

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    /** One time in so many. */
    boolean rarely(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /**
     * An object with some of the properties.
     *
     * @param density in percent, how likely one is that is not required
     */
    ObjectNode object(JsonNode properties, List<String> required, int density) {
        ObjectNode object = Trees.object();
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            boolean wanted = required.contains(property.getKey()) ? !rarely(30) : random.nextInt(100) < density;
            if (wanted) object.set(property.getKey(), value(property.getValue(), density));
        }
        if (rarely(40)) object.put("nobodyKnows", 1);
        return object;
    }

    JsonNode value(JsonNode schema, int density) {
        if (rarely(60)) return NullNode.getInstance();
        if (rarely(60))
            return oneOf(List.of(
                    TextNode.valueOf("text"), IntNode.valueOf(7), BooleanNode.TRUE, Trees.object(), Trees.array()));
        if (schema.has("enum") && !rarely(30))
            return oneOf(Trees.texts(schema.get("enum")).stream()
                    .map(TextNode::valueOf)
                    .toList());
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) return quantity();
        return switch (schema.path("type").asText()) {
            case "object" -> anyObject(schema, density);
            case "array" -> array(schema, density);
            case "integer" -> integer(schema);
            case "boolean" -> BooleanNode.valueOf(random.nextBoolean());
            default -> text(schema);
        };
    }

    private JsonNode quantity() {
        return rarely(4) ? IntNode.valueOf(random.nextInt(-1, 5)) : TextNode.valueOf(oneOf(QUANTITIES));
    }

    private ObjectNode anyObject(JsonNode schema, int density) {
        if (schema.has("properties"))
            return object(schema.get("properties"), Trees.texts(schema.path("required")), density);
        ObjectNode map = Trees.object();
        int size = random.nextInt(3);
        for (int i = 0; i < size; i++) map.set(oneOf(KEYS), value(schema.path("additionalProperties"), density));
        return map;
    }

    private ArrayNode array(JsonNode schema, int density) {
        ArrayNode array = Trees.array();
        int size = random.nextInt(
                schema.path("minItems").asInt(), schema.path("minItems").asInt() + 3);
        for (int i = 0; i < size; i++) array.add(value(schema.path("items"), density));
        return array;
    }

    private IntNode integer(JsonNode schema) {
        int least = schema.path("minimum").asInt(-2);
        int most = Math.min(schema.path("maximum").asInt(least + 10), least + 1000);
        if (rarely(30)) return IntNode.valueOf(least - 1);
        if (rarely(30)) return IntNode.valueOf(schema.path("maximum").asInt(most) + 1);
        return IntNode.valueOf(random.nextInt(least, most + 1));
    }

    private TextNode text(JsonNode schema) {
        String pattern = schema.path("pattern").asText("");
        List<String> fitting = WORDS.stream()
                .filter(word -> pattern.isEmpty()
                        || Pattern.compile(pattern).matcher(word).find())
                .filter(word -> word.length() >= schema.path("minLength").asInt())
                .toList();
        return TextNode.valueOf(fitting.isEmpty() || rarely(30) ? oneOf(WORDS) : oneOf(fitting));
    }
}
