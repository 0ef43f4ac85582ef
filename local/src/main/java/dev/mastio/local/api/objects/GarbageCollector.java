package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.CustomKinds;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.kinds.Kinds;
import dev.mastio.local.api.objects.DeleteOptions.Propagation;
import dev.mastio.local.api.store.Change;
import dev.mastio.local.api.store.Key;
import dev.mastio.local.api.store.Store;
import dev.mastio.local.api.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what nobody owns any more, what lives in a namespace that goes, and the objects of a definition that goes. It works behind the
 * answers, never inside a request: a client that removes its last finalizer must still find what it has just written.
 */
public final class GarbageCollector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);

    private static final Duration EVENTS_LIVE = Duration.ofHours(1);

    private final Store store;
    private final Kinds kinds;
    private final Deletion deletion;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("garbage-collector").factory());
    private final ScheduledFuture<?> expiry;

    public GarbageCollector(Store store, Kinds kinds, Deletion deletion) {
        this.store = store;
        this.kinds = kinds;
        this.deletion = deletion;
        store.listen(this::changed);
        for (Key key : store.keys()) worker.execute(() -> goOnWith(key)); // what a restart has interrupted
        expiry = worker.scheduleAtFixedRate(this::forgetOldEvents, 1, 1, TimeUnit.MINUTES);
    }

    private void forgetOldEvents() {
        String oldest = Instant.now().minus(EVENTS_LIVE).toString();
        for (ObjectNode event : store.list("events.", "")) {
            String lastSeen = event.path("lastTimestamp")
                    .asText(event.at("/metadata/creationTimestamp").asText());
            if (lastSeen.compareTo(oldest) < 0)
                store.remove(new Key("events.", Json.namespace(event), Json.name(event)));
        }
    }

    private void changed(Change change) {
        ObjectNode metadata = Json.metadata(change.object());
        boolean gone = change.type() == Change.Type.DELETED;
        if (gone || metadata.has("deletionTimestamp") || metadata.has("ownerReferences"))
            worker.execute(() -> handle(change, gone));
    }

    private void handle(Change change, boolean gone) {
        try {
            if (gone) {
                for (Key dependent : store.dependents(Json.uid(change.object()))) releaseFrom(dependent);
                for (Key waiting : waitingFor(change)) goOnWith(waiting);
            } else {
                if (Json.metadata(change.object()).has("ownerReferences")) releaseFrom(change.key());
                if (Json.metadata(change.object()).has("deletionTimestamp")) goOnWith(change.key());
            }
        } catch (RuntimeException e) {
            LOG.error("could not clean up after {}", change.key(), e);
        }
    }

    /** Deletes an object whose owners are all gone. */
    private void releaseFrom(Key key) {
        ObjectNode object = store.get(key);
        if (object == null || Json.metadata(object).has("deletionTimestamp")) return;
        JsonNode owners = Json.metadata(object).path("ownerReferences");
        for (JsonNode owner : owners) if (store.find(owner.path("uid").asText()) != null) return;
        if (!owners.isEmpty()) delete(key, Propagation.BACKGROUND);
    }

    /** Who may have waited for this object to go. */
    private List<Key> waitingFor(Change change) {
        List<Key> waiting = new ArrayList<>();
        for (JsonNode owner : Json.metadata(change.object()).path("ownerReferences")) {
            Key key = store.find(owner.path("uid").asText());
            if (key != null) waiting.add(key);
        }
        if (!change.key().namespace().isEmpty())
            waiting.add(new Key("namespaces.", "", change.key().namespace()));
        waiting.add(new Key(
                "customresourcedefinitions.apiextensions.k8s.io",
                "",
                change.key().storage()));
        return waiting;
    }

    private void goOnWith(Key key) {
        ObjectNode object = store.get(key);
        if (object == null || !Json.metadata(object).has("deletionTimestamp")) return;
        if (key.storage().equals("namespaces.")) empty(key);
        for (String finalizer : Json.texts(Json.metadata(object).path("finalizers")))
            switch (finalizer) {
                case Deletion.FOREGROUND -> deleteDependents(key, object);
                case Deletion.ORPHAN -> orphanDependents(key, object);
                case Deletion.CUSTOM_OBJECTS -> deleteCustomObjects(key, object);
                default -> {}
            }
    }

    private void empty(Key namespace) {
        for (Key key : store.inNamespace(namespace.name())) delete(key, Propagation.BACKGROUND);
        if (store.inNamespace(namespace.name()).isEmpty())
            finish(namespace, changed -> ((ObjectNode) changed.get("spec")).remove("finalizers"));
    }

    private void deleteDependents(Key key, ObjectNode owner) {
        boolean blocked = false;
        for (Key dependent : store.dependents(Json.uid(owner))) {
            delete(dependent, Propagation.FOREGROUND);
            ObjectNode left = store.get(dependent);
            blocked |= left != null && blocks(left, Json.uid(owner));
        }
        if (!blocked) finish(key, changed -> removeFinalizer(changed, Deletion.FOREGROUND));
    }

    private static boolean blocks(ObjectNode dependent, String owner) {
        for (JsonNode reference : Json.metadata(dependent).path("ownerReferences"))
            if (reference.path("uid").asText().equals(owner))
                return reference.path("blockOwnerDeletion").asBoolean();
        return false;
    }

    private void orphanDependents(Key key, ObjectNode owner) {
        for (Key dependent : store.dependents(Json.uid(owner)))
            finish(dependent, changed -> {
                ArrayNode references = (ArrayNode) Json.metadata(changed).get("ownerReferences");
                for (int i = references.size() - 1; i >= 0; i--)
                    if (references.get(i).path("uid").asText().equals(Json.uid(owner))) references.remove(i);
                if (references.isEmpty()) Json.metadata(changed).remove("ownerReferences");
            });
        finish(key, changed -> removeFinalizer(changed, Deletion.ORPHAN));
    }

    private void deleteCustomObjects(Key key, ObjectNode definition) {
        String storage = CustomKinds.storage(definition);
        for (ObjectNode object : store.list(storage, ""))
            delete(new Key(storage, Json.namespace(object), Json.name(object)), Propagation.BACKGROUND);
        if (store.list(storage, "").isEmpty())
            finish(key, changed -> removeFinalizer(changed, Deletion.CUSTOM_OBJECTS));
    }

    private void delete(Key key, Propagation propagation) {
        Kind kind = kinds.ofStorage(key.storage());
        store.transaction(() -> {
            @Nullable ObjectNode object = store.get(key);
            if (object == null || Json.metadata(object).has("deletionTimestamp")) return object;
            return deletion.delete(new Target(kind, key.namespace(), key.name()), DeleteOptions.with(propagation));
        });
    }

    private void finish(Key key, Consumer<ObjectNode> change) {
        store.transaction(() -> {
            ObjectNode object = store.get(key);
            if (object == null) return false;
            ObjectNode changed = object.deepCopy();
            change.accept(changed);
            if (Lifecycle.isOver(changed)) store.remove(key);
            else if (!changed.equals(object)) store.put(key, changed);
            return true;
        });
    }

    private static void removeFinalizer(ObjectNode object, String finalizer) {
        ArrayNode finalizers = (ArrayNode) Json.metadata(object).get("finalizers");
        for (int i = finalizers.size() - 1; i >= 0; i--)
            if (finalizers.get(i).asText().equals(finalizer)) finalizers.remove(i);
        if (finalizers.isEmpty()) Json.metadata(object).remove("finalizers");
    }

    @Override
    public void close() {
        expiry.cancel(true);
        worker.shutdownNow();
    }
}
