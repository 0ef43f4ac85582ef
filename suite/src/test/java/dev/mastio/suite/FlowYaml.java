package dev.mastio.suite;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A few words of YAML on one line. */
final class FlowYaml {

    private FlowYaml() {}

    /** {@code a: 1, b: {c: [x, y]}} */
    static String words(Map<String, ?> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + ": " + of(field.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String of(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(field -> field.getKey() + ": " + of(field.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(FlowYaml::of).collect(Collectors.joining(", ", "[", "]"));
            case String text -> text.matches("[A-Za-z][A-Za-z0-9/._-]*") ? text : "\"" + text + "\"";
            default -> value.toString();
        };
    }
}
