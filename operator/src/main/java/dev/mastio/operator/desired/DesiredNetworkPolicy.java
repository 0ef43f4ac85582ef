package dev.mastio.operator.desired;

import dev.mastio.api.Api;
import dev.mastio.api.NetworkPolicyMode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.util.Map;
import java.util.Optional;

/** Everybody may reach the data port of an instance's replicas, and only those who read metrics the operations port. */
public final class DesiredNetworkPolicy {

    /** Kubernetes sets it on every namespace. */
    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    /** Empty where that is the user's business. */
    public static Optional<NetworkPolicy> of(InstancePlan plan) {
        if (plan.spec().networkPolicy() == NetworkPolicyMode.None) return Optional.empty();
        return Optional.of(new NetworkPolicyBuilder()
                .withMetadata(plan.owned(plan.names().proxy(), Labels.Component.PROXY))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(Labels.selector(plan.name()))
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .withIngress(data(), operations(plan))
                .endSpec()
                .build());
    }

    private static NetworkPolicyIngressRule data() {
        return to(InstancePlan.HTTPS_PORT).build();
    }

    private static NetworkPolicyIngressRule operations(InstancePlan plan) {
        return to(InstancePlan.OPS_PORT)
                .withFrom(operator(plan), soak(plan), metricsReaders())
                .build();
    }

    /** By number, because not everything that enforces policies knows the names of ports. */
    private static NetworkPolicyIngressRuleBuilder to(int port) {
        return new NetworkPolicyIngressRuleBuilder()
                .addNewPort()
                .withProtocol("TCP")
                .withPort(new IntOrString(port))
                .endPort();
    }

    private static NetworkPolicyPeer operator(InstancePlan plan) {
        LabelSelector anyNamespace = new LabelSelector();
        return new NetworkPolicyPeerBuilder()
                .withNamespaceSelector(plan.operatorNamespace()
                        .map(namespace -> labelled(Map.of(NAMESPACE_NAME, namespace)))
                        .orElse(anyNamespace))
                .withPodSelector(labelled(Map.of(Labels.NAME, Labels.OPERATOR)))
                .build();
    }

    /** Without a selector of namespaces: in the instance's own. */
    private static NetworkPolicyPeer soak(InstancePlan plan) {
        return new NetworkPolicyPeerBuilder()
                .withPodSelector(labelled(Labels.selector(plan.name(), Labels.Component.SOAK)))
                .build();
    }

    private static NetworkPolicyPeer metricsReaders() {
        return new NetworkPolicyPeerBuilder()
                .withNamespaceSelector(labelled(Map.of(Api.METRICS, "true")))
                .build();
    }

    private static LabelSelector labelled(Map<String, String> labels) {
        return new LabelSelectorBuilder().withMatchLabels(labels).build();
    }

    private DesiredNetworkPolicy() {}
}
