package dev.mastio.local.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.wire.Json;
import org.jspecify.annotations.Nullable;

/** What happened to one object at one version. */
public final class Change {
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    private final Type type;
    private final Key key;
    private final long version;
    private final ObjectNode object;
    private final @Nullable ObjectNode before;
    private volatile byte @Nullable [] bytes;

    Change(Type type, Key key, long version, ObjectNode object, @Nullable ObjectNode before) {
        this.type = type;
        this.key = key;
        this.version = version;
        this.object = object;
        this.before = before;
    }

    public Type type() {
        return type;
    }

    public Key key() {
        return key;
    }

    public long version() {
        return version;
    }

    /** The object after the change; for a deletion its last state with the version of the deletion. */
    public ObjectNode object() {
        return object;
    }

    public @Nullable ObjectNode before() {
        return before;
    }

    /** The object as JSON, written once for all who watch. */
    public byte[] bytes() {
        byte[] written = bytes;
        if (written == null) bytes = written = Json.bytes(object);
        return written;
    }
}
