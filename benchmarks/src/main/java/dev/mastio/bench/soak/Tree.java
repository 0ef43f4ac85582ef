package dev.mastio.bench.soak;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A JSON document, or a part of it, read without knowing whether it is there. */
record Tree(@Nullable Object value) {

    private static final int LARGEST = 64 << 20;

    /**
     * Reads JSON, which is YAML as well.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static Tree parse(String json) {
        try {
            return new Tree(new Load(LoadSettings.builder()
                            .setCodePointLimit(LARGEST)
                            .setLabel("JSON")
                            .build())
                    .loadFromString(json));
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    Tree at(String... path) {
        @Nullable Object found = value;
        for (String key : path) found = found instanceof Map<?, ?> map ? map.get(key) : null;
        return new Tree(found);
    }

    Stream<Tree> items() {
        return value instanceof List<?> list ? list.stream().map(Tree::new) : Stream.empty();
    }

    Set<String> keys() {
        return value instanceof Map<?, ?> map
                ? map.keySet().stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
    }

    Optional<String> text() {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    OptionalDouble number() {
        return value instanceof Number number ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty();
    }

    DoubleStream numbers() {
        return items().flatMapToDouble(item -> item.number().stream());
    }

    boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }
}
