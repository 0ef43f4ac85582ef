package dev.mastio.local.api.print;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of JSONPath that printer columns use: fields, indexes, {@code [*]} and {@code [?(@.type=="Ready")]}. */
final class JsonPath {
    private static final Pattern STEP = Pattern.compile(
            "\\.?(?<field>[^.\\[\\]]+)|\\[\\?\\(@\\.(?<key>[\\w.]+)\\s*==\\s*[\"'](?<value>[^\"']*)[\"']\\)]|\\[['\"](?<quoted>[^'\"]+)['\"]]|\\[(?<index>\\*|-?\\d+)]");

    private JsonPath() {}

    /** The first value that the path leads to; missing when there is none. */
    static JsonNode first(JsonNode object, String path) {
        List<JsonNode> found = all(object, path);
        return found.isEmpty() ? MissingNode.getInstance() : found.getFirst();
    }

    static List<JsonNode> all(JsonNode object, String path) {
        List<JsonNode> found = List.of(object);
        // A dot inside a field name is written as "\."; no other character is likely there.
        Matcher steps = STEP.matcher(path.replace("\\.", "\0"));
        while (steps.find()) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : found) step(node, steps, next);
            found = next;
        }
        return found;
    }

    private static void step(JsonNode node, Matcher step, List<JsonNode> into) {
        if (step.group("field") != null) add(node.path(step.group("field").replace('\0', '.')), into);
        else if (step.group("quoted") != null)
            add(node.path(step.group("quoted").replace('\0', '.')), into);
        else if (step.group("key") != null) {
            for (JsonNode element : node)
                if (element.at("/" + step.group("key").replace('.', '/'))
                        .asText()
                        .equals(step.group("value"))) into.add(element);
        } else if (step.group("index").equals("*")) node.forEach(into::add);
        else {
            int index = Integer.parseInt(step.group("index"));
            add(node.path(index < 0 ? node.size() + index : index), into);
        }
    }

    private static void add(JsonNode node, List<JsonNode> into) {
        if (!node.isMissingNode() && !node.isNull()) into.add(node);
    }
}
