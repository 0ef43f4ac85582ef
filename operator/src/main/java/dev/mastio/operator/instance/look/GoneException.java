package dev.mastio.operator.instance.look;

import dev.mastio.api.MastioInstance;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The instance was deleted while the caches still showed it, and there may be another of its name: this pass ends here. */
public final class GoneException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param instance as it was read */
    public GoneException(MastioInstance instance) {
        super("%s is gone".formatted(ResourceID.fromResource(instance)), null, false, false);
    }

    /** Ends this pass if what is there of that name, if anything, is not the instance, or is about to be deleted. */
    public static void throwUnless(MastioInstance instance, @Nullable MastioInstance present) {
        if (present == null
                || present.isMarkedForDeletion()
                || !present.getMetadata().getUid().equals(instance.getMetadata().getUid()))
            throw new GoneException(instance);
    }

    /**
     * Asks the API server, before something is made for the instance. Of one that was deleted everything is taken away, and the news of that
     * may come before that of the instance: what is made anew then runs until it is taken away once more. One without a status is new, and
     * misses nothing.
     */
    public static void throwUnlessThere(MastioInstance instance, KubernetesClient client) {
        if (instance.getStatus() == null) return;
        throwUnless(
                instance,
                client.resources(MastioInstance.class)
                        .inNamespace(instance.getMetadata().getNamespace())
                        .withName(instance.getMetadata().getName())
                        .get());
    }
}
