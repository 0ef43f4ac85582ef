package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Optional;

/** Drained nodes take one replica at a time. */
public final class DesiredPodDisruptionBudget {

    /** Empty at one replica, where a budget could only say "any". */
    public static Optional<PodDisruptionBudget> of(InstancePlan plan) {
        if (plan.replicas().orElse(plan.spec().replicas()) <= 1) return Optional.empty();
        return Optional.of(new PodDisruptionBudgetBuilder()
                .withMetadata(plan.owned(plan.names().proxy(), Labels.Component.PROXY))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                // A pod that never became ready serves nobody, and must not keep its node from being drained.
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .withNewSelector()
                .withMatchLabels(Labels.selector(plan.name()))
                .endSelector()
                .endSpec()
                .build());
    }

    private DesiredPodDisruptionBudget() {}
}
