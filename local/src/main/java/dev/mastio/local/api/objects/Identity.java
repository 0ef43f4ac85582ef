package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Whether what comes with a request is the object that its path names, in the version that is there. */
final class Identity {
    private Identity() {}

    /** Gives a new object the name that it asks for by a prefix. */
    static void name(Kind kind, ObjectNode metadata) {
        if (!metadata.path("name").asText().isEmpty()) return;
        String prefix = metadata.path("generateName").asText();
        if (prefix.isEmpty())
            throw ApiFailure.invalid(
                    kind.qualified(), "", List.of(Cause.required("metadata.name", "name or generateName is required")));
        // Five digits of base 32, as on a real server in length.
        metadata.put(
                "name", prefix + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 20, 1 << 25), 32));
    }

    /** What is applied may leave out its name, and says nothing of who owns what. */
    static void requireApplicable(Target target, ObjectNode configuration) {
        ObjectNode metadata = Json.metadata(configuration);
        if (!metadata.has("name")) metadata.put("name", target.name());
        if (!metadata.path("managedFields").isEmpty())
            throw ApiFailure.badRequest("metadata.managedFields must be nil");
    }

    /** Refuses an object of another name or namespace. */
    static void require(Target target, ObjectNode given) {
        String name = Json.name(given);
        if (name.isEmpty())
            throw ApiFailure.badRequest("the name of the object (" + target.name()
                    + " based on URL) was undeterminable: name must be provided");
        if (!name.equals(target.name()))
            throw ApiFailure.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + target.name() + ")");
        String namespace = Json.namespace(given);
        if (target.kind().namespaced() && !namespace.isEmpty() && !namespace.equals(target.namespace()))
            throw ApiFailure.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
    }

    /** Refuses to make what is said to be there already. */
    static void requireNew(Target target, ObjectNode configuration) {
        String uid = Json.uid(configuration);
        if (!uid.isEmpty())
            throw ApiFailure.conflict(
                    target.kind().resource(),
                    target.name(),
                    "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found");
    }

    /** What is wrong with the change of an object into one of another uid. */
    static List<Cause> checkUid(Kind kind, String given, String there) {
        if (given.isEmpty() || given.equals(there)) return List.of();
        // Kubernetes looks at the metadata of a custom object twice.
        return Collections.nCopies(
                kind.custom() ? 2 : 1, Cause.invalid("metadata.uid", "\"" + given + "\"", "field is immutable"));
    }

    private static void requireUid(Target target, String given, String there, WriteOptions options) {
        if (given.isEmpty() || given.equals(there)) return;
        Kind kind = target.kind();
        // Who only tries does not get to the store, which would add its own prefix.
        String key = String.join(
                "/",
                options.dryRun() ? "" : "/registry",
                kind.custom() ? kind.group() + "/" + kind.plural() : kind.plural());
        throw ApiFailure.conflict(
                kind.resource(),
                target.name(),
                "StorageError: invalid object, Code: 4, Key: %s/%s, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: %s, UID in object meta: %s"
                        .formatted(
                                kind.namespaced() ? key + "/" + target.namespace() : key, target.name(), given, there));
    }

    /** Refuses to create what was meant to replace another object of the name. */
    static void requireNotReplacing(Target target, ObjectNode given, WriteOptions options) {
        requireUid(target, Json.uid(given), "", options);
    }

    /** Refuses a write that was meant for another object of the name, or for another version of it. */
    static void requireCurrent(
            Target target, ObjectNode given, ObjectNode before, boolean replaces, WriteOptions options) {
        if (replaces) requireUid(target, Json.uid(given), Json.uid(before), options);
        String wanted = given.path("metadata").path("resourceVersion").asText("");
        if (!wanted.matches("\\d*"))
            throw ApiFailure.of(500, "", "strconv.ParseUint: parsing \"" + wanted + "\": invalid syntax");
        if (!wanted.isEmpty()
                && !wanted.equals(Json.metadata(before).path("resourceVersion").asText()))
            throw ApiFailure.conflict(
                    target.kind().resource(),
                    target.name(),
                    "the object has been modified; please apply your changes to the latest version and try again");
        if (replaces) requireVersion(target, given);
    }

    /** Objects of some kinds are only changed by those who say which version they have seen. */
    static void requireVersion(Target target, ObjectNode given) {
        Kind kind = target.kind();
        if (kind.needsVersion()
                && given.path("metadata").path("resourceVersion").asText().isEmpty())
            throw ApiFailure.invalid(
                    kind.resource(),
                    target.name(),
                    List.of(Cause.invalid("metadata.resourceVersion", 0, "must be specified for an update")));
    }
}
