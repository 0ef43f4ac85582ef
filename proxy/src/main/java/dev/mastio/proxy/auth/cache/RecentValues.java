package dev.mastio.proxy.auth.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The values used most recently, at most twice as many as asked for. Two generations without a lock: when the young one is full it
 * becomes the old one, whose values move up again if they are still used.
 */
public final class RecentValues<K, V> {

    private final int generation;
    private volatile Generations<K, V> generations = new Generations<>(new ConcurrentHashMap<>(), Map.of());

    private record Generations<K, V>(Map<K, V> young, Map<K, V> old) {}

    /** Keeps at least that many. */
    public RecentValues(int generation) {
        this.generation = generation;
    }

    /** What was put under that key; null if it was never, or is forgotten. */
    public @Nullable V get(K key) {
        Generations<K, V> now = generations;
        V value = now.young.get(key);
        if (value != null) {
            return value;
        }
        value = now.old.get(key);
        if (value != null) {
            put(key, value);
        }
        return value;
    }

    /** Remembers it. */
    public void put(K key, V value) {
        Generations<K, V> now = generations;
        now.young.put(key, value);
        if (now.young.size() > generation) {
            grow(now);
        }
    }

    private synchronized void grow(Generations<K, V> seen) {
        if (generations.equals(seen)) {
            generations = new Generations<>(new ConcurrentHashMap<>(), seen.young);
        }
    }
}
