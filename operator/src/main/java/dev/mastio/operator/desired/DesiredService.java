package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/** The Service in front of an instance's replicas; clients and the soak use it. */
public final class DesiredService {

    public static Service of(InstancePlan plan) {
        return new ServiceBuilder()
                .withMetadata(plan.owned(plan.names().proxy(), Labels.Component.PROXY))
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(Labels.selector(plan.name()))
                .addNewPort()
                .withName("https")
                .withProtocol("TCP")
                .withPort(InstancePlan.HTTPS_PORT)
                .withTargetPort(new IntOrString("https"))
                .endPort()
                .endSpec()
                .build();
    }

    private DesiredService() {}
}
