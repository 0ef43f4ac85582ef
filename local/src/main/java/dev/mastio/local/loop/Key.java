package dev.mastio.local.loop;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/** The name of an object within its kind; the namespace of cluster-scoped objects is empty. */
public record Key(String namespace, String name) {

    public static Key of(HasMetadata object) {
        return of(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    public static Key of(@Nullable String namespace, String name) {
        return new Key(namespace == null ? "" : namespace, name);
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
