package dev.mastio.local.api.store;

import java.util.Comparator;

/**
 * Where an object is kept.
 *
 * @param storage the kind's storage, see {@code Kind.storage()}
 * @param namespace empty for objects of the cluster
 */
public record Key(String storage, String namespace, String name) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::storage).thenComparing(Key::namespace).thenComparing(Key::name);

    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }
}
