package dev.mastio.suite.conformance.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a reply what two servers can't have in common: identities, versions, times, addresses, what chance has added to a name, and
 * order where the API promises none.
 */
public final class Normaliser {

    private static final Pattern GENERATED_NAME = Pattern.compile("\"generateName\":\"([^\"]+)\"");

    /** In this order: a time holds what looks like an address with its port. */
    private static final Map<Pattern, String> CHANCE = ordered(
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uid>",
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "<time>",
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z", "<microtime>",
            "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d [-+]\\d{4}", "<time>",
            "(\\b|(?<=\\[))[EWI]\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d+ +\\d+ \\w+\\.go:\\d+", "<log>",
            "(?<=\"resourceVersion\":\")\\d+", "<version>",
            "(?<=resourceVersion: \")\\d+", "<version>",
            "Resource Version: +\\d+", "Resource Version: <version>",
            "(?<=ResourceVersion in (the precondition|record) \\()\\d+", "<version>",
            "\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}(:\\d+)?\\b", "<address>");

    /** How long ago something was, in what {@code kubectl} prints for people. */
    private static final Pattern AGE = Pattern.compile("(?<![\\w.\"/-])\\d+(ms|s|m|h)(\\d+[sm])?(?![\\w\"/-])");

    private static final Pattern GAP = Pattern.compile(" {2,}");

    private Normaliser() {}

    public static JsonNode normalise(ObjectNode reply) {
        boolean printed = reply.has("exit");
        List<String> prefixes = new ArrayList<>();
        Matcher generated = GENERATED_NAME.matcher(reply.toString());
        while (generated.find()) prefixes.add(generated.group(1));
        JsonNode tree = Trees.mapTexts(reply, text -> text(text, prefixes, printed));
        names(tree);
        fields(tree);
        if (tree.path("events") instanceof ArrayNode events) dropHeartbeats(events);
        return tree;
    }

    private static String text(String text, List<String> prefixes, boolean printed) {
        String result = text;
        for (Map.Entry<Pattern, String> chance : CHANCE.entrySet())
            result = chance.getKey().matcher(result).replaceAll(chance.getValue());
        for (String prefix : prefixes)
            result = result.replaceAll(
                    Pattern.quote(prefix) + "[a-z0-9]{5}\\b", Matcher.quoteReplacement(prefix) + "<random>");
        if (!printed) return result;
        // Columns are as wide as what stands in them.
        return GAP.matcher(AGE.matcher(result).replaceAll("<age>"))
                .replaceAll("  ")
                .stripTrailing();
    }

    /** The keys of lists by which managedFields name an element may be identities. */
    private static void names(JsonNode tree) {
        if (tree instanceof ObjectNode object)
            for (String name : Trees.names(object))
                if (name.contains("\"uid\"")) object.set(text(name, List.of(), false), object.remove(name));
        tree.forEach(Normaliser::names);
    }

    private static void fields(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            version(object, "resourceVersion", "<version>");
            version(object, "continue", "<token>");
            if (object.path("nodePort").asInt() > 0) object.put("nodePort", "<port>");
            if (object.get("managedFields") instanceof ArrayNode entries)
                sort(entries, Comparator.comparing(Normaliser::manager));
            if (object.get("cells") instanceof ArrayNode cells) ages(cells);
            causes(object);
        }
        tree.forEach(Normaliser::fields);
    }

    private static void version(ObjectNode object, String field, String sign) {
        if (object.path(field).isTextual() && !object.path(field).asText().isEmpty()) object.put(field, sign);
    }

    private static void ages(ArrayNode cells) {
        for (int i = 0; i < cells.size(); i++)
            if (AGE.matcher(cells.get(i).asText()).matches()) cells.set(i, "<age>");
    }

    private static String manager(JsonNode entry) {
        return entry.path("manager").asText() + " " + entry.path("operation").asText() + " "
                + entry.path("subresource").asText();
    }

    /** A real server goes through a schema in Go's random order of maps, and tells what it finds in that order. */
    private static void causes(ObjectNode status) {
        if (!(status.at("/details/causes") instanceof ArrayNode causes) || causes.size() < 2) return;
        String before = list(causes);
        sort(causes, Comparator.comparing(JsonNode::toString));
        String message = status.path("message").asText();
        if (message.endsWith(before)) {
            String begin = message.substring(0, message.length() - before.length());
            status.set("message", TextNode.valueOf(begin + list(causes)));
        }
    }

    private static String list(ArrayNode causes) {
        List<String> texts = new ArrayList<>();
        for (JsonNode cause : causes) {
            String field = cause.path("field").asText();
            String message = cause.path("message").asText();
            texts.add(field.isEmpty() ? message : field + ": " + message);
        }
        return "[" + String.join(", ", texts) + "]";
    }

    private static void sort(ArrayNode array, Comparator<JsonNode> order) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        Collections.sort(elements, order);
        array.removeAll();
        array.addAll(elements);
    }

    /** Bookmarks come when a server likes, but for the one that ends the initial events. */
    private static void dropHeartbeats(ArrayNode events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            JsonNode event = events.get(i);
            if (event.path("type").asText().equals("BOOKMARK")
                    && event.at("/object/metadata/annotations").isEmpty()) events.remove(i);
        }
    }

    private static Map<Pattern, String> ordered(String... patternsAndSigns) {
        Map<Pattern, String> ordered = new LinkedHashMap<>();
        for (int i = 0; i < patternsAndSigns.length; i += 2)
            ordered.put(Pattern.compile(patternsAndSigns[i]), patternsAndSigns[i + 1]);
        return ordered;
    }
}
