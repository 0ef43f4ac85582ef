package dev.mastio.operator.instance.apply;

import dev.mastio.api.MastioInstance;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/** Whose an object is, also one without the label by which our caches know it. */
public final class Ownership {

    private Ownership() {}

    /** Whether the object exists and the instance owns it. */
    public static boolean of(MastioInstance instance, @Nullable HasMetadata object) {
        return object != null
                && object.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner ->
                                owner.getUid().equals(instance.getMetadata().getUid()));
    }

    /** Whether the object is here to stay: one that only a namesake owned who is gone will go as well. */
    public static boolean stays(MastioInstance instance, HasMetadata object) {
        return object.getMetadata().getOwnerReferences().isEmpty() || of(instance, object);
    }
}
