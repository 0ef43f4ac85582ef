package dev.mastio.operator.instance.look;

import dev.mastio.api.MastioInstance;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.Serial;

/** The instance was deleted while the caches still showed it, and there may be another of its name: this pass ends here. */
public final class GoneException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param instance as it was read */
    public GoneException(MastioInstance instance) {
        super("%s is gone".formatted(ResourceID.fromResource(instance)), null, false, false);
    }
}
