package dev.mastio.operator.instance.apply;

import dev.mastio.api.MastioInstance;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;

/** Whether the plan has the object. The SDK deletes what is not: a feature that is switched off leaves nothing behind. */
public final class IsPlanned implements Condition<HasMetadata, MastioInstance> {

    @Override
    public boolean isMet(
            DependentResource<HasMetadata, MastioInstance> dependent,
            MastioInstance instance,
            Context<MastioInstance> context) {
        return ((PlannedResource<?>) (DependentResource<?, ?>) dependent)
                .planned(context)
                .isPresent();
    }
}
