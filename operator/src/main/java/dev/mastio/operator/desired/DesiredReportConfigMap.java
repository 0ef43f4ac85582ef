package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/** Where soak runs leave their reports. The operator makes it and never touches its content: that belongs to the runs. */
public final class DesiredReportConfigMap {

    public static ConfigMap of(InstancePlan plan) {
        return new ConfigMapBuilder()
                .withMetadata(plan.owned(plan.names().soakReport(), Labels.Component.SOAK))
                .build();
    }

    private DesiredReportConfigMap() {}
}
