package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.fields.Owner;
import dev.mastio.local.api.fields.Ownership;
import dev.mastio.local.api.fields.Patch;
import dev.mastio.local.api.fields.ServerSideApply;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.store.Key;
import dev.mastio.local.api.store.Store;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Creates, replaces, patches and applies. Each call is one transaction. */
public final class Writes {
    /** What only the server sets. */
    private static final List<String> KEPT_METADATA = List.of(
            "uid",
            "creationTimestamp",
            "generation",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "resourceVersion");

    private static final List<String> SET_BY_SERVER = List.of(
            "managedFields", "resourceVersion", "uid", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink");

    /** How an update came about. */
    private enum Way {
        REPLACED,
        PATCHED,
        APPLIED
    }

    private final Store store;
    private final Admission admission;

    public Writes(Store store, Admission admission) {
        this.store = store;
        this.admission = admission;
    }

    public ObjectNode get(Target target) {
        ObjectNode object = store.get(target.key());
        if (object == null) throw ApiFailure.notFound(target.kind().resource(), target.name());
        return object;
    }

    public ObjectNode create(Kind kind, String namespace, ObjectNode given, WriteOptions options) {
        Admission.checkIdentity(kind, given);
        Admission.checkReadable(kind, given, options);
        ObjectNode object = given.deepCopy();
        ObjectNode metadata = Json.metadata(object);
        // Only the store refuses it, which a dry run does not reach.
        boolean versioned = !options.dryRun()
                && !metadata.path("resourceVersion").asText("0").equals("0");
        metadata.remove(SET_BY_SERVER);
        Identity.name(kind, metadata);
        return store.transaction(() -> {
            place(kind, namespace, object);
            admission.complete(kind, object, options, false);
            Ownership.follow(kind.schema(), null, object, Owner.byUpdate(options.manager(), ""));
            admission.check(kind, object, null, options, List.of());
            if (versioned) throw ApiFailure.of(500, "", "resourceVersion should not be set on objects to be created");
            return inGivenVersion(keepNew(kind, namespace, object, options), given, options);
        });
    }

    /** Puts a new object where it is to be, and takes away what its creator can't set. */
    private void place(Kind kind, String namespace, ObjectNode object) {
        ObjectNode metadata = Json.metadata(object);
        if (kind.namespaced()) {
            if (metadata.has("namespace") && !metadata.get("namespace").asText().equals(namespace))
                throw ApiFailure.badRequest(
                        "the namespace of the provided object does not match the namespace sent on the request");
            metadata.put("namespace", namespace);
            requireNamespace(kind, namespace, Json.name(object));
        } else metadata.remove("namespace");
        if (kind.has("status")) object.remove("status");
        metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", Json.now());
    }

    private void requireNamespace(Kind kind, String namespace, String name) {
        ObjectNode found = store.get(new Key("namespaces.", "", namespace));
        if (found == null) throw ApiFailure.notFound("namespaces", namespace);
        if (Json.metadata(found).has("deletionTimestamp"))
            throw ApiFailure.forbidden(
                    kind.resource(),
                    name,
                    "unable to create new content in namespace " + namespace + " because it is being terminated");
    }

    private ObjectNode keepNew(Kind kind, String namespace, ObjectNode object, WriteOptions options) {
        if (store.get(new Key(kind.storage(), namespace, Json.name(object))) != null)
            throw ApiFailure.alreadyExists(kind.resource(), Json.name(object));
        Lifecycle.begin(kind, object);
        if (kind.countsGenerations()) Json.metadata(object).put("generation", 1);
        if (!options.dryRun()) store.put(new Key(kind.storage(), namespace, Json.name(object)), object);
        return object;
    }

    /** Replaces what is there; of some kinds, creates what is not. */
    public Applied replace(Target target, ObjectNode given, WriteOptions options) {
        Admission.checkIdentity(target.kind(), given);
        Admission.checkReadable(target.kind(), given, options);
        Identity.require(target, given);
        return store.transaction(() -> {
            if (target.kind().isCreatedByReplacing() && store.get(target.key()) == null) {
                Identity.requireNotReplacing(target, given, options);
                ObjectNode made = given.deepCopy();
                Json.metadata(made).remove("resourceVersion");
                ObjectNode object = create(target.kind(), target.namespace(), made, options);
                return new Applied(inGivenVersion(object, given, options), true);
            }
            return new Applied(update(target, given.deepCopy(), options, Way.REPLACED), false);
        });
    }

    public ObjectNode patch(Target target, Patch patch, JsonNode change, WriteOptions options) {
        return store.transaction(() -> {
            ObjectNode live = get(target).deepCopy();
            // Only a JSON patch can look at it, with a test operation.
            JsonNode version = Json.metadata(live).remove("resourceVersion");
            if (patch == Patch.JSON) Json.metadata(live).set("resourceVersion", version);
            ObjectNode patched = patch.applyTo(live, change, target.kind());
            Admission.checkPatched(target.kind().schema(), patched, options);
            Identity.require(target, patched);
            if (patch == Patch.JSON) Identity.requireVersion(target, patched);
            return update(target, patched, options, Way.PATCHED);
        });
    }

    /** Server-side apply; creates the object when there is none. */
    public Applied apply(Target target, ObjectNode configuration, WriteOptions options) {
        Kind kind = target.kind();
        Admission.requireKind(kind, configuration);
        Identity.requireApplicable(target, configuration);
        return store.transaction(() -> {
            ObjectNode live = store.get(target.key());
            if (live == null && !options.subresource().isEmpty()) get(target);
            ObjectNode merged = live == null ? ServerSideApply.emptyObjectFor(configuration) : live.deepCopy();
            ServerSideApply.apply(
                    kind,
                    merged,
                    configuration,
                    options.manager(),
                    options.subresource(),
                    options.force() || live == null);
            if (live == null) Identity.requireNew(target, configuration);
            Identity.require(target, configuration);
            if (live == null) {
                place(kind, target.namespace(), merged);
                admission.complete(kind, merged, options, true);
                admission.check(kind, merged, null, options, List.of());
                ObjectNode object = keepNew(kind, target.namespace(), merged, options);
                return new Applied(inGivenVersion(object, configuration, options), true);
            }
            copy(Json.metadata(configuration), Json.metadata(merged), List.of("uid", "resourceVersion"));
            return new Applied(update(target, merged, options, Way.APPLIED), false);
        });
    }

    /** What is only tried gets no version of its own: it has the one that came with it, if any. */
    private static ObjectNode inGivenVersion(ObjectNode made, ObjectNode given, WriteOptions options) {
        if (!options.dryRun()) return made;
        ObjectNode shown = made.deepCopy();
        copy(Json.metadata(given), Json.metadata(shown), List.of("resourceVersion"));
        return shown;
    }

    public record Applied(ObjectNode object, boolean created) {}

    private ObjectNode update(Target target, ObjectNode given, WriteOptions options, Way way) {
        Kind kind = target.kind();
        ObjectNode before = get(target);
        Identity.requireCurrent(target, given, before, way == Way.REPLACED, options);
        List<Cause> wrong = new ArrayList<>(Identity.checkUid(kind, Json.uid(given), Json.uid(before)));
        wrong.addAll(BuiltinRules.checkEmptied(kind, given, before));
        ObjectNode object =
                options.subresource().equals("status") ? withStatus(before, given) : withoutStatus(kind, before, given);
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        ObjectNode metadata = Json.metadata(object);
        metadata.put("name", target.name());
        if (kind.namespaced()) metadata.put("namespace", target.namespace());
        copy(Json.metadata(before), metadata, KEPT_METADATA);
        if (way != Way.APPLIED && !metadata.has("managedFields"))
            copy(Json.metadata(before), metadata, List.of("managedFields"));
        admission.complete(kind, object, options, way == Way.APPLIED);
        if (way != Way.APPLIED) follow(kind, before, object, options);
        admission.check(kind, object, before, options, wrong);
        if (kind.countsGenerations() && !desiredState(kind, object).equals(desiredState(kind, before)))
            metadata.put("generation", metadata.path("generation").asInt() + 1);
        Ownership.keepTimes(object, before);
        if (object.equals(before) || options.dryRun()) return object;
        if (Lifecycle.isOver(object)) store.remove(target.key());
        else store.put(target.key(), object);
        return object;
    }

    private static void follow(Kind kind, ObjectNode before, ObjectNode object, WriteOptions options) {
        boolean scales = options.subresource().equals("scale");
        String replicas = kind.replicasField();
        // Of no replicas nobody is the owner: in a Scale they are not there, so that nobody can have set them.
        if (scales && isStopped(object, replicas) && !isStopped(before, replicas)) Ownership.disown(object, replicas);
        // In a Scale only those are owners who own the number; where there is none, only an apply begins to keep
        // account.
        else if (!scales || Ownership.isOwned(before, replicas))
            Ownership.follow(kind.schema(), before, object, Owner.byUpdate(options.manager(), options.subresource()));
        if (scales) Ownership.disownUnscaled(object, replicas);
    }

    private static boolean isStopped(ObjectNode object, String replicas) {
        return object.at(replicas.replace('.', '/')).asInt(1) == 0;
    }

    private static ObjectNode withStatus(ObjectNode before, ObjectNode given) {
        ObjectNode object = before.deepCopy();
        copy(given, object, List.of("status"));
        // A null in place of none is none, of which only the owner is kept.
        if (!before.has("status") && object.path("status").isNull()) object.remove("status");
        copy(Json.metadata(given), Json.metadata(object), List.of("managedFields"));
        return object;
    }

    private static ObjectNode withoutStatus(Kind kind, ObjectNode before, ObjectNode given) {
        if (kind.has("status")) copy(before, given, List.of("status"));
        return given;
    }

    private static void copy(ObjectNode from, ObjectNode to, List<String> fields) {
        for (String field : fields) {
            JsonNode value = from.get(field);
            if (value == null) to.remove(field);
            else to.set(field, value.deepCopy());
        }
    }

    /** What is counted by generations: of Deployments also the annotations, but for the one that their controller writes with the status. */
    private static ObjectNode desiredState(Kind kind, ObjectNode object) {
        ObjectNode state = Json.object();
        if (kind.is("Deployment")) {
            ObjectNode annotations = state.putObject("annotations");
            if (Json.metadata(object).get("annotations") instanceof ObjectNode given) annotations.setAll(given);
            annotations.remove("deployment.kubernetes.io/revision");
        }
        object.properties().forEach(field -> {
            if (!field.getKey().equals("metadata") && !field.getKey().equals("status"))
                state.set(field.getKey(), field.getValue());
        });
        return state;
    }
}
