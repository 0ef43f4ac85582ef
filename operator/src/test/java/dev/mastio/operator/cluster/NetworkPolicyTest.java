package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The NetworkPolicy of an instance: made, kept as it should be, and left to the user who asks for that. */
class NetworkPolicyTest {

    private static final String HOME = "mastio-system";

    private Scene scene;

    @BeforeEach
    void openWithAnOperatorThatKnowsWhereItIs() {
        scene = Scene.withoutOperator();
        scene.startOperatorIn(HOME);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void anotherLookWritesNothing() {
        scene.ready(DEMO);
        scene.settle();
        double before = scene.writes();

        scene.lookAgain();

        assertThat(scene.find(NetworkPolicy.class, DEMO)).isPresent();
        assertThat(scene.writes()).isEqualTo(before);
    }

    @Test
    void itFollowsAnOperatorThatMoves() {
        scene.ready(DEMO);
        assertThat(operatorsNamespaces()).isEqualTo(named(HOME));
        scene.stopOperator();

        scene.startOperatorIn("elsewhere");

        scene.eventually(() -> assertThat(operatorsNamespaces()).isEqualTo(named("elsewhere")));
    }

    @Test
    void itLetsAnOperatorInFromAnyNamespaceIfThatIsAllThatIsKnown() {
        scene.ready(DEMO);
        scene.stopOperator();

        scene.startOperator();

        scene.eventually(() -> assertThat(operatorsNamespaces()).isEqualTo(new LabelSelector()));
        scene.settle();
        double before = scene.writes();
        scene.lookAgain();
        assertThat(scene.writes()).isEqualTo(before);
    }

    @Test
    void whatIsChangedByHandIsChangedBack() {
        scene.ready(DEMO);
        NetworkPolicySpec made = policy();

        NetworkPolicy changed = scene.client()
                .resource(scene.find(NetworkPolicy.class, DEMO).orElseThrow())
                .edit(policy -> new NetworkPolicyBuilder(policy)
                        .editSpec()
                        .withIngress()
                        .endSpec()
                        .build());

        assertThat(changed.getSpec()).isNotEqualTo(made);
        scene.eventually(() -> assertThat(policy()).isEqualTo(made));
    }

    @Test
    void withNoneItIsRemovedAndWithManagedItComesBack() {
        scene.ready(DEMO);

        scene.change(DEMO, "{\"networkPolicy\": \"None\"}");

        scene.eventually(() -> assertThat(scene.find(NetworkPolicy.class, DEMO)).isEmpty());
        scene.settle();
        scene.eventuallyReason(DEMO, "Ready", "Available");

        scene.change(DEMO, "{\"networkPolicy\": \"Managed\"}");

        scene.eventually(() -> assertThat(scene.find(NetworkPolicy.class, DEMO)).isPresent());
    }

    @Test
    void withNoneAPolicyOfTheUsersMayHaveTheInstancesName() {
        NetworkPolicy own = new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName(DEMO)
                .withNamespace(scene.namespace())
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .endSpec()
                .build();
        scene.client().resource(own).create();

        scene.apply(DEMO, "hardwareClass: standard-8");
        scene.eventuallyReason(DEMO, "Degraded", "NameTaken");
        assertThat(scene.condition(DEMO, "Degraded").getMessage()).contains("NetworkPolicy demo exists");
        scene.eventuallyReason(DEMO, "Ready", "Available");
        scene.change(DEMO, "{\"networkPolicy\": \"None\"}");

        scene.eventually(() -> assertThat(scene.status(DEMO).conditions())
                .noneMatch(condition -> condition.getType().equals("Degraded")));
        scene.settle();
        assertThat(policy()).isEqualTo(own.getSpec());
    }

    private NetworkPolicySpec policy() {
        return scene.find(NetworkPolicy.class, DEMO).orElseThrow().getSpec();
    }

    private LabelSelector operatorsNamespaces() {
        return policy().getIngress().getLast().getFrom().getFirst().getNamespaceSelector();
    }

    private static LabelSelector named(String namespace) {
        return new LabelSelectorBuilder()
                .withMatchLabels(Map.of("kubernetes.io/metadata.name", namespace))
                .build();
    }
}
