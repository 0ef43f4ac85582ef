package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/** The settings of the proxy, each an environment variable. */
public final class DesiredConfigMap {

    public static ConfigMap of(InstancePlan plan) {
        return new ConfigMapBuilder()
                .withMetadata(plan.owned(plan.names().config(), Labels.Component.PROXY))
                .withData(ProxySettings.of(plan))
                .build();
    }

    private DesiredConfigMap() {}
}
