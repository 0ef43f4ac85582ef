package dev.mastio.local.api.objects;

import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.store.Key;

/** The object that a request is about. */
public record Target(Kind kind, String namespace, String name) {

    public Key key() {
        return new Key(kind.storage(), namespace, name);
    }
}
