package dev.mastio.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Its selectors are held against the labels of the pods that they are meant for. */
class DesiredNetworkPolicyTest {

    private final InstancePlan plan = Scenario.named("postgres").plan();

    @Test
    void itIsForTheReplicasAndNotForTheSoak() {
        LabelSelector pods = policy(plan).getPodSelector();

        assertThat(matches(pods, DesiredDeployment.of(plan).getSpec().getTemplate()))
                .isTrue();
        assertThat(matches(pods, soakPod("postgres"))).isFalse();
    }

    @Test
    void theDataPortIsOpenToEverybody() {
        NetworkPolicyIngressRule data = policy(plan).getIngress().getFirst();

        assertThat(data.getPorts())
                .singleElement()
                .satisfies(port -> assertThat(port.getPort().getIntVal()).isEqualTo(9443));
        assertThat(data.getFrom()).isEmpty();
    }

    @Test
    void theShippedOperatorReachesTheOperationsPort() {
        String manifest = Scenario.read(Path.of("../manifests/operator/deployment.yaml"));
        Deployment operator = Serialization.unmarshal(manifest, Deployment.class);
        NetworkPolicyPeer peer = readers(plan).getFirst();

        assertThat(matches(peer.getPodSelector(), operator.getSpec().getTemplate()))
                .isTrue();
        assertThat(peer.getNamespaceSelector().getMatchLabels())
                .isEqualTo(Map.of("kubernetes.io/metadata.name", "mastio-system"));
    }

    @Test
    void anOperatorThatDoesNotKnowWhereItIsReachesItFromAnyNamespace() {
        NetworkPolicyPeer peer = readers(at(Optional.empty())).getFirst();

        assertThat(peer.getNamespaceSelector()).isEqualTo(new LabelSelector());
        assertThat(peer.getPodSelector())
                .isEqualTo(readers(at(Optional.of("here"))).getFirst().getPodSelector());
    }

    @Test
    void theInstancesOwnSoakReachesItAndNoOther() {
        NetworkPolicyPeer peer = readers(plan).get(1);

        assertThat(peer.getNamespaceSelector()).isNull();
        assertThat(matches(peer.getPodSelector(), soakPod("postgres"))).isTrue();
        assertThat(matches(peer.getPodSelector(), soakPod("everything"))).isFalse();
    }

    private static InstancePlan at(Optional<String> operatorNamespace) {
        return Scenario.named("postgres").planOfAnOperatorIn(operatorNamespace);
    }

    private static NetworkPolicySpec policy(InstancePlan plan) {
        return DesiredNetworkPolicy.of(plan).orElseThrow().getSpec();
    }

    /** Who reaches the operations port. */
    private static List<NetworkPolicyPeer> readers(InstancePlan plan) {
        return policy(plan).getIngress().getLast().getFrom();
    }

    private static PodTemplateSpec soakPod(String scenario) {
        return DesiredSoakCronJob.of(Scenario.named(scenario).plan())
                .orElseThrow()
                .getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate();
    }

    private static boolean matches(LabelSelector selector, PodTemplateSpec pod) {
        ObjectMeta meta = pod.getMetadata();
        return meta.getLabels().entrySet().containsAll(selector.getMatchLabels().entrySet());
    }
}
