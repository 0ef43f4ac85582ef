package dev.mastio.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The keys of one mapping in a scenario file, read with types; complaints name the key and its value. */
record Fields(Map<?, ?> values) {

    static Fields of(@Nullable Object content, String what) {
        if (content instanceof Map<?, ?> map) return new Fields(map);
        throw new IllegalArgumentException(what + " must be a mapping of keys to values");
    }

    void allow(Set<String> known) {
        for (Object key : values.keySet())
            if (!known.contains(String.valueOf(key)))
                throw new IllegalArgumentException(
                        "unknown key '" + key + "'; known are " + String.join(", ", new TreeSet<>(known)));
    }

    boolean has(String key) {
        return values.get(key) != null;
    }

    Optional<String> text(String key) {
        return Optional.<Object>ofNullable(values.get(key)).map(String::valueOf);
    }

    OptionalDouble number(String key) {
        return switch (values.get(key)) {
            case null -> OptionalDouble.empty();
            case Number number -> OptionalDouble.of(number.doubleValue());
            case Object other ->
                throw new IllegalArgumentException("'" + key + "' must be a number, not '" + other + "'");
        };
    }

    List<String> texts(String key) {
        return list(key).stream().map(String::valueOf).toList();
    }

    List<Shape.Step> steps(String key) {
        return list(key).stream().map(Fields::step).toList();
    }

    List<Threshold> thresholds(String key) {
        List<Threshold> all = new ArrayList<>();
        if (!has(key)) return all;
        Fields metrics = of(values.get(key), "'" + key + "'");
        for (Object metric : metrics.values.keySet())
            for (String expression : metrics.texts(String.valueOf(metric)))
                all.add(new Threshold(String.valueOf(metric), expression));
        return all;
    }

    private static Shape.Step step(@Nullable Object entry) {
        Fields stage = of(entry, "each of 'stages'");
        stage.allow(Set.of("duration", "target"));
        return new Shape.Step(
                TextDuration.parse(stage.text("duration")
                        .orElseThrow(() -> new IllegalArgumentException("a stage has no 'duration'"))),
                stage.number("target").orElseThrow(() -> new IllegalArgumentException("a stage has no 'target'")));
    }

    private List<?> list(String key) {
        return switch (values.get(key)) {
            case null -> List.of();
            case List<?> list -> list;
            case Object single -> List.of(single);
        };
    }
}
