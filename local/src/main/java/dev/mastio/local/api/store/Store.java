package dev.mastio.local.api.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All objects and their version. Every write happens in a {@link #transaction}; objects that are in here are never changed. */
public final class Store implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableMap<Key, ObjectNode> objects;
    private final @Nullable Journal journal;
    private final Map<String, Key> byUid = new HashMap<>();
    private final Map<String, Set<Key>> dependents = new HashMap<>();
    private final Map<String, History> histories = new HashMap<>();
    private final List<Consumer<Change>> listeners = new ArrayList<>();
    // Versions start at the clock, so that one from before a restart is seen to be old and its owner lists again.
    private long version;
    private final long start;

    private Store(NavigableMap<Key, ObjectNode> objects, @Nullable Journal journal) {
        this.objects = objects;
        this.journal = journal;
        long last = 0;
        for (Map.Entry<Key, ObjectNode> entry : objects.entrySet()) {
            index(entry.getKey(), entry.getValue());
            last = Math.max(
                    last,
                    Json.metadata(entry.getValue()).path("resourceVersion").asLong());
        }
        start = Math.max(System.currentTimeMillis(), last + 1);
        version = start;
    }

    public static Store inMemory() {
        return new Store(new TreeMap<>(), null);
    }

    /** Keeps objects in a directory, and begins with those that are there. */
    public static Store in(Path directory) throws IOException {
        Journal journal = Journal.in(directory);
        NavigableMap<Key, ObjectNode> objects = journal.read();
        journal.rewrite(objects);
        return new Store(objects, journal);
    }

    public <T extends @Nullable Object> T transaction(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Calls back inside the transaction of each change: be quick. */
    public void listen(Consumer<Change> listener) {
        transaction(() -> listeners.add(listener));
    }

    public long version() {
        return transaction(() -> version);
    }

    public @Nullable ObjectNode get(Key key) {
        return transaction(() -> objects.get(key));
    }

    /** Objects in the order of namespace and name; an empty namespace means all. */
    public List<ObjectNode> list(String storage, String namespace) {
        Key from = new Key(storage, namespace, "");
        Key to = namespace.isEmpty() ? new Key(storage + "\0", "", "") : new Key(storage, namespace + "\0", "");
        return transaction(
                () -> List.copyOf(objects.subMap(from, true, to, false).values()));
    }

    public @Nullable Key find(String uid) {
        return transaction(() -> byUid.get(uid));
    }

    /** Who names this object as an owner. */
    public List<Key> dependents(String uid) {
        return transaction(() -> List.copyOf(dependents.getOrDefault(uid, Set.of())));
    }

    public List<Key> keys() {
        return transaction(() -> List.copyOf(objects.keySet()));
    }

    /** Everything in a namespace, of whatever storage. */
    public List<Key> inNamespace(String namespace) {
        return transaction(() -> objects.keySet().stream()
                .filter(key -> key.namespace().equals(namespace))
                .toList());
    }

    /** Stores the object under the next version, which is written into it. */
    public void put(Key key, ObjectNode object) {
        transaction(() -> {
            Json.metadata(object).put("resourceVersion", Long.toString(version + 1));
            keep(key, object);
            ObjectNode before = objects.put(key, object);
            if (before != null) unindex(key, before);
            index(key, object);
            publish(before == null ? Change.Type.ADDED : Change.Type.MODIFIED, key, object, before);
            return object;
        });
    }

    public void remove(Key key) {
        transaction(() -> {
            ObjectNode before = objects.get(key);
            if (before == null) return false;
            keep(key, null);
            objects.remove(key);
            unindex(key, before);
            ObjectNode last = before.deepCopy();
            Json.metadata(last).put("resourceVersion", Long.toString(version + 1));
            publish(Change.Type.DELETED, key, last, before);
            return true;
        });
    }

    /** First of all: a change that could not be written down must not be seen by anybody. */
    private void keep(Key key, @Nullable ObjectNode object) {
        if (journal != null) journal.write(key, object, objects);
    }

    private void publish(Change.Type type, Key key, ObjectNode object, @Nullable ObjectNode before) {
        Change change = new Change(type, key, ++version, object, before);
        history(key.storage()).add(change);
        for (Consumer<Change> listener : listeners) listener.accept(change);
    }

    private History history(String storage) {
        return histories.computeIfAbsent(storage, name -> new History(start));
    }

    private void index(Key key, ObjectNode object) {
        byUid.put(Json.uid(object), key);
        for (JsonNode owner : Json.metadata(object).path("ownerReferences"))
            dependents
                    .computeIfAbsent(owner.path("uid").asText(), uid -> new TreeSet<>())
                    .add(key);
    }

    private void unindex(Key key, ObjectNode object) {
        byUid.remove(Json.uid(object));
        for (JsonNode owner : Json.metadata(object).path("ownerReferences"))
            dependents.computeIfPresent(owner.path("uid").asText(), (uid, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            });
    }

    /** Watches from now on, with what is there now as the watch's initial objects. */
    public Watch watchFromNow(String storage, String namespace) {
        return transaction(() -> join(new Watch(this, storage, namespace, list(storage, namespace), version)));
    }

    /** Watches everything that came after a version; fails with 410 where that is not known any more or never was. */
    public Watch watchAfter(String storage, String namespace, long after) {
        return transaction(() -> {
            if (after > version || !history(storage).reachesBackTo(after))
                throw ApiFailure.expired("too old resource version: " + after + " (" + version + ")");
            Watch watch = new Watch(this, storage, namespace, List.of(), after);
            history(storage).replay(after, watch);
            return join(watch);
        });
    }

    private Watch join(Watch watch) {
        history(watch.storage()).join(watch);
        return watch;
    }

    void leave(Watch watch) {
        transaction(() -> history(watch.storage()).leave(watch));
    }

    long versionIfIdle(Watch watch) {
        return transaction(() -> watch.isIdle() ? version : -1);
    }

    @Override
    public void close() {
        transaction(() -> {
            if (journal != null) journal.close();
            return true;
        });
    }
}
