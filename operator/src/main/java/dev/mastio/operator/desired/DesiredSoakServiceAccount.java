package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;

/** The identity of the soak's pods. The token is mounted by the pod that asks for it, not by whoever uses the account. */
public final class DesiredSoakServiceAccount {

    public static ServiceAccount of(InstancePlan plan) {
        return new ServiceAccountBuilder()
                .withMetadata(plan.owned(plan.names().soak(), Labels.Component.SOAK))
                .withAutomountServiceAccountToken(false)
                .build();
    }

    private DesiredSoakServiceAccount() {}
}
