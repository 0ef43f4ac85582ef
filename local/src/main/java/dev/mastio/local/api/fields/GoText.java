package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Values as Go prints them, which is how messages quote them. */
final class GoText {
    private GoText() {}

    static String of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                Map<String, String> sorted = new TreeMap<>();
                value.properties().forEach(field -> sorted.put(field.getKey(), of(field.getValue())));
                yield sorted.entrySet().stream()
                        .map(field -> field.getKey() + ":" + field.getValue())
                        .collect(Collectors.joining(" ", "map[", "]"));
            }
            case ARRAY ->
                StreamSupport.stream(value.spliterator(), false)
                        .map(GoText::of)
                        .collect(Collectors.joining(" ", "[", "]"));
            case NULL -> "<nil>";
            default -> value.asText();
        };
    }
}
