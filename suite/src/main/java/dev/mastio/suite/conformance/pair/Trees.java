package dev.mastio.suite.conformance.pair;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Reading and changing trees of JSON. */
public final class Trees {

    private static final JsonMapper JSON = new JsonMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private Trees() {}

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public static ArrayNode array() {
        return JSON.createArrayNode();
    }

    /** The tree that a text is, or the text itself where it is no JSON. */
    public static JsonNode parse(String text) {
        if (text.isEmpty()) return TextNode.valueOf("");
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return TextNode.valueOf(text);
        }
    }

    public static JsonNode yaml(Path file) throws IOException {
        return YAML.readTree(file.toFile());
    }

    public static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    public static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What RFC 7386 says: fields of the patch win, null takes away. */
    public static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) return patch.deepCopy();
        ObjectNode result = target instanceof ObjectNode present ? present.deepCopy() : object();
        for (Map.Entry<String, JsonNode> field : changes.properties())
            if (field.getValue().isNull()) result.remove(field.getKey());
            else result.set(field.getKey(), merge(result.path(field.getKey()), field.getValue()));
        return result;
    }

    /** A copy in which each text has been changed; names of fields stay. */
    public static JsonNode mapTexts(JsonNode tree, UnaryOperator<String> change) {
        if (tree.isTextual()) return TextNode.valueOf(change.apply(tree.asText()));
        if (tree instanceof ObjectNode object) {
            ObjectNode copy = object();
            object.properties().forEach(field -> copy.set(field.getKey(), mapTexts(field.getValue(), change)));
            return copy;
        }
        if (tree instanceof ArrayNode array) {
            ArrayNode copy = array();
            array.forEach(element -> copy.add(mapTexts(element, change)));
            return copy;
        }
        return tree;
    }

    /** Takes away what a pointer names; {@code *} stands for every field or element. */
    public static void remove(JsonNode tree, String pointer) {
        List<String> steps = List.of(pointer.substring(1).split("/", -1));
        remove(tree, steps);
    }

    private static void remove(JsonNode tree, List<String> steps) {
        String step = steps.getFirst().replace("~1", "/").replace("~0", "~");
        boolean last = steps.size() == 1;
        if (last && tree instanceof ObjectNode object) {
            if (step.equals("*")) object.removeAll();
            else object.remove(step);
        } else if (!last && step.equals("*")) tree.forEach(child -> remove(child, steps.subList(1, steps.size())));
        else if (!last && tree.isArray()) remove(tree.path(Integer.parseInt(step)), steps.subList(1, steps.size()));
        else if (!last) remove(tree.path(step), steps.subList(1, steps.size()));
    }
}
