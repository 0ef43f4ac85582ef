package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;

/** The identity of the proxy's pods. It has no rights and no token: the proxy never calls the cluster. */
public final class DesiredServiceAccount {

    public static ServiceAccount of(InstancePlan plan) {
        return new ServiceAccountBuilder()
                .withMetadata(plan.owned(plan.names().proxy(), Labels.Component.PROXY))
                .withAutomountServiceAccountToken(false)
                .build();
    }

    private DesiredServiceAccount() {}
}
