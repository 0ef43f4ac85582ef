package dev.mastio.proxy.ops;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** One value for each constant of an enum, all made at once. */
final class ForEach<K extends Enum<K>, V> {

    private final Map<K, V> values;

    ForEach(Class<K> keys, Supplier<V> value) {
        values = new EnumMap<>(keys);
        for (K key : keys.getEnumConstants()) {
            values.put(key, value.get());
        }
    }

    V get(K key) {
        return Objects.requireNonNull(values.get(key));
    }
}
