package dev.mastio.operator.instance.look;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.desired.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whose an object is, also one without the label by which our caches know it. */
public final class Ownership {

    private Ownership() {}

    /** Whether the object exists and the instance owns it. */
    public static boolean of(MastioInstance instance, @Nullable HasMetadata object) {
        return object != null && owns(instance, object);
    }

    /** Whether the one is an owner of the other, by its uid. */
    static boolean owns(HasMetadata owner, HasMetadata object) {
        String uid = owner.getMetadata().getUid();
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(reference -> reference.getUid().equals(uid));
    }

    /** Whether the object is here to stay: one that only a namesake owned who is gone will go as well. */
    public static boolean stays(MastioInstance instance, HasMetadata object) {
        return object.getMetadata().getOwnerReferences().isEmpty() || of(instance, object);
    }

    /**
     * The same of a kind of object that may outlive the instance, and then has no owner to say so: its other labels do. One that
     * another tool manages is that tool's.
     */
    public static boolean ofKept(MastioInstance instance, @Nullable HasMetadata object) {
        return of(instance, object) || (object != null && isLeft(instance, object));
    }

    private static boolean isLeft(MastioInstance instance, HasMetadata object) {
        Map<String, String> labels =
                Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
        return object.getMetadata().getOwnerReferences().isEmpty()
                && Labels.MASTIO.equals(labels.get(Labels.NAME))
                && instance.getMetadata().getName().equals(labels.get(Labels.INSTANCE))
                && Labels.OPERATOR.equals(labels.getOrDefault(Labels.MANAGED_BY, Labels.OPERATOR));
    }
}
