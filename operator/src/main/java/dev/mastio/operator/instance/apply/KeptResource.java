package dev.mastio.operator.instance.apply;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.instance.look.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.ReconcileResult;
import java.util.Optional;
import java.util.function.Function;

/**
 * May outlive the instance, and is never deleted by the operator: not even when the spec has no more use for it, because data
 * and trust can't be made again. Found by its labels, so a later instance of the same name goes on with it.
 */
abstract class KeptResource<R extends HasMetadata> extends PlannedResource<R> {

    KeptResource(Class<R> kind, Function<MastioInstance, String> naming, Function<Blueprint, Optional<R>> builder) {
        super(kind, naming, builder);
    }

    @Override
    final boolean belongsTo(MastioInstance instance, R actual) {
        return Ownership.ofKept(instance, actual);
    }

    @Override
    final NameTakenException nameTaken(HasMetadata object, String owner, MastioInstance instance) {
        return NameTakenException.ofKept(object, owner, instance.getMetadata().getName());
    }

    @Override
    final NameTakenException left(HasMetadata object) {
        return NameTakenException.ofKeptLeft(object);
    }

    @Override
    public ReconcileResult<R> reconcile(MastioInstance instance, Context<MastioInstance> context) {
        return planned(context).isPresent() ? super.reconcile(instance, context) : ReconcileResult.noOperation(null);
    }
}
