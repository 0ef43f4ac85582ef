package dev.mastio.local.api.print;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mastio.local.api.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The columns of built-in kinds; {@code columns.yaml} lists them and explains its cells. */
final class BuiltinColumns {
    private static final JsonNode TEMPLATES = Json.resource("columns.yaml");
    private static final Map<String, List<Column>> COLUMNS = new ConcurrentHashMap<>();
    private static final Pattern PLACE = Pattern.compile("\\{([#@!]?)([^}|]*)(?:\\|([^}]*))?}");

    private static final Pattern COUNT = Pattern.compile("\\{(#[^}|]*|\\.[^}|]*\\|\\d+|!configMapData)}");

    private BuiltinColumns() {}

    static List<Column> of(String kind) {
        return COLUMNS.computeIfAbsent(kind, BuiltinColumns::read);
    }

    private static List<Column> read(String kind) {
        if (!TEMPLATES.has(kind)) return List.of(Column.NAME, Column.AGE);
        return TEMPLATES.get(kind).properties().stream()
                .map(column -> column(column.getKey(), column.getValue().asText()))
                .toList();
    }

    private static Column column(String name, String template) {
        if (name.equals("Name")) return Column.NAME;
        if (name.equals("Age")) return Column.AGE;
        boolean wide = name.startsWith("(");
        Column column = Column.of(wide ? name.substring(1, name.length() - 1) : name, object -> cell(template, object));
        return wide ? column.wide() : column;
    }

    /** A cell that is nothing but a number is one. */
    private static JsonNode cell(String template, JsonNode object) {
        String text = fill(template, object);
        boolean counts = COUNT.matcher(template).matches() && text.matches("\\d+");
        return counts ? IntNode.valueOf(Integer.parseInt(text)) : TextNode.valueOf(text);
    }

    private static String fill(String template, JsonNode object) {
        Matcher place = PLACE.matcher(template);
        return place.replaceAll(
                found -> Matcher.quoteReplacement(shown(found.group(1), found.group(2), found.group(3), object)));
    }

    private static String shown(String sign, String path, String otherwise, JsonNode object) {
        if (sign.equals("!")) return Cells.computed(path, object);
        List<JsonNode> values = JsonPath.all(object, path);
        if (sign.equals("#"))
            return Integer.toString(values.stream().mapToInt(JsonNode::size).sum());
        if (values.isEmpty()) return otherwise == null ? "<unknown>" : otherwise;
        return values.stream()
                .map(value -> sign.equals("@") ? Age.since(value) : text(value))
                .collect(Collectors.joining(","));
    }

    private static String text(JsonNode value) {
        if (value.isValueNode()) return value.asText();
        return value.properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .collect(Collectors.joining(","));
    }
}
