package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.CustomKinds;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.store.Store;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Deletes one object, or marks it when somebody must act before it may go. */
public final class Deletion {
    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";
    static final String CUSTOM_OBJECTS = "customresourcecleanup.apiextensions.k8s.io";

    public static final List<String> MARKS = List.of("deletionTimestamp", "deletionGracePeriodSeconds");

    private final Store store;

    public Deletion(Store store) {
        this.store = store;
    }

    /** Deletes or marks, and returns the object as it is after that; it is gone, or not yet {@link #isOver over}. */
    public ObjectNode delete(Target target, DeleteOptions options) {
        return store.transaction(() -> {
            ObjectNode object = store.get(target.key());
            if (object == null) throw ApiFailure.notFound(target.kind().resource(), target.name());
            options.requirePreconditions(target, object);
            ObjectNode marked = mark(target.kind(), object, options);
            if (options.dryRun()) return marked;
            if (Lifecycle.isOver(marked)) store.remove(target.key());
            else if (!marked.equals(object)) store.put(target.key(), marked);
            return marked;
        });
    }

    /** Whether nothing holds back an object that has been deleted. */
    public static boolean isOver(ObjectNode deleted) {
        return Lifecycle.isOver(deleted);
    }

    private ObjectNode mark(Kind kind, ObjectNode object, DeleteOptions options) {
        ObjectNode marked = object.deepCopy();
        ObjectNode metadata = Json.metadata(marked);
        int grace = grace(kind, object, options);
        if (!metadata.has("deletionTimestamp")) {
            metadata.put(
                    "deletionTimestamp",
                    Instant.now()
                            .plusSeconds(grace)
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());
            if (!kind.is("CustomResourceDefinition")) metadata.put("deletionGracePeriodSeconds", grace);
            if (!kind.is("CustomResourceDefinition") && kind.countsGenerations())
                metadata.put("generation", metadata.path("generation").asInt() + 1);
            if (kind.is("Job") && options.propagation() == DeleteOptions.Propagation.USUAL)
                addFinalizer(metadata, ORPHAN);
            if (kind.is("CustomResourceDefinition")
                    && !store.list(CustomKinds.storage(object), "").isEmpty()) addFinalizer(metadata, CUSTOM_OBJECTS);
            if (kind.is("Namespace")) Json.child(marked, "status").put("phase", "Terminating");
        } else if (grace < metadata.path("deletionGracePeriodSeconds").asInt())
            metadata.put("deletionGracePeriodSeconds", grace);
        switch (options.propagation()) {
            case FOREGROUND -> addFinalizer(metadata, FOREGROUND);
            case ORPHAN -> addFinalizer(metadata, ORPHAN);
            case BACKGROUND, USUAL -> {}
        }
        return marked;
    }

    /** Only a pod that a node has taken gets time to stop. */
    private static int grace(Kind kind, ObjectNode object, DeleteOptions options) {
        if (!kind.is("Pod") || !object.at("/spec").has("nodeName")) return 0;
        String phase = object.at("/status/phase").asText();
        if (phase.equals("Succeeded") || phase.equals("Failed")) return 0;
        return options.gracePeriodSeconds()
                .orElse(object.at("/spec/terminationGracePeriodSeconds").asInt(30));
    }

    private static void addFinalizer(ObjectNode metadata, String finalizer) {
        ArrayNode finalizers =
                metadata.get("finalizers") instanceof ArrayNode present ? present : metadata.putArray("finalizers");
        for (JsonNode present : finalizers) if (present.asText().equals(finalizer)) return;
        finalizers.add(finalizer);
    }
}
