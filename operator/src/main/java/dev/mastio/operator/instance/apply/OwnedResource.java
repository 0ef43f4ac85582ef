package dev.mastio.operator.instance.apply;

import dev.mastio.api.MastioInstance;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.dependent.GarbageCollected;
import java.util.Optional;
import java.util.function.Function;

/** Goes with the instance: its owner reference leaves that to the cluster, so no finalizer waits for a living operator. */
abstract class OwnedResource<R extends HasMetadata> extends PlannedResource<R>
        implements GarbageCollected<MastioInstance> {

    OwnedResource(Class<R> kind, Function<MastioInstance, String> naming, Function<Blueprint, Optional<R>> builder) {
        super(kind, naming, builder);
    }
}
