package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who decides how many replicas there are, and that nobody loses any by changing that. */
class ReplicasTest {

    private static final String THREE_BY_HAND = """
            hardwareClass: standard-8
            replicas: 3
            storage:
              type: postgres
              postgres:
                secretName: db
            autoscaling:
              mode: Off
            """;

    private Scene scene;

    @BeforeEach
    void openWithThreeReplicas() {
        scene = Scene.open();
        scene.database("db", "secret");
        scene.ready(DEMO, THREE_BY_HAND);
        scene.eventually(() -> assertThat(scene.status(DEMO).replicas()).isEqualTo(3));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void theScaleSubresourceIsFollowedAndReportsBack() {
        Scale scale = scale();
        assertThat(scale.getStatus().getReplicas()).isEqualTo(3);
        assertThat(scale.getStatus().getSelector()).isEqualTo(scene.status(DEMO).selector());

        scene.client().resource(scene.instance(DEMO)).scale(4);

        scene.eventually(() -> {
            assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(4);
            assertThat(scale().getStatus().getReplicas()).isEqualTo(4);
        });
    }

    @Test
    void anotherNumberOfReplicasLeavesReadyTrue() {
        scene.settle();
        Event available = scene.events("Available").getFirst();

        scene.client().resource(scene.instance(DEMO)).scale(5);

        scene.eventually(() -> assertThat(scene.status(DEMO).replicas()).isEqualTo(5));
        scene.settle();
        assertThat(scene.condition(DEMO, "Ready").getStatus()).isEqualTo("True");
        assertThat(scene.events("Available"))
                .singleElement()
                .extracting(Event::getCount)
                .isEqualTo(available.getCount());
    }

    @Test
    void changingTheModeBackAndForthNeverDropsAReplica() {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        try (var watch = watchReplicas(seen)) {

            scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Auto\", \"max\": 5}}");
            scene.eventually(() -> assertThat(scene.mode(DEMO)).isEqualTo(Mode.Auto));
            scene.change(DEMO, "{\"replicas\": 1}");
            scene.eventuallyReason(DEMO, "AbleToScale", "IgnoredInAuto");
            scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Advisory\"}}");
            scene.eventually(() -> assertThat(scene.mode(DEMO)).isEqualTo(Mode.Advisory));

            assertThat(scene.instance(DEMO).getSpec().replicas()).isEqualTo(3);
            scene.change(DEMO, "{\"replicas\": 2}");
            scene.eventually(() ->
                    assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(2));
            assertThat(watch).isNotNull();
            // A watch tells later than the object itself.
            scene.eventually(() -> assertThat(seen).endsWith(2));
        }
        assertThat(seen).containsOnly(3, 2);
    }

    @Test
    void theNumberThatIsKeptBelongsToTheOperatorUntilSomebodyInsists() {
        scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Auto\"}}");
        scene.eventually(() -> assertThat(scene.mode(DEMO)).isEqualTo(Mode.Auto));
        scene.change(DEMO, "{\"replicas\": 1}");
        scene.eventuallyReason(DEMO, "AbleToScale", "IgnoredInAuto");
        scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Off\"}}");
        scene.eventually(
                () -> assertThat(scene.instance(DEMO).getSpec().replicas()).isEqualTo(3));

        assertThatThrownBy(() -> applyReplicas(2).fieldManager("gitops").serverSideApply())
                .hasMessageContaining("mastio-operator");
        assertThat(scene.instance(DEMO).getSpec().replicas()).isEqualTo(3);

        applyReplicas(2).fieldManager("gitops").forceConflicts().serverSideApply();

        scene.eventually(
                () -> assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(2));
    }

    /** An operator that runs sees the mode first; this one sees both at once and can't tell the wish from an ignored number. */
    @Test
    void aNumberThatIsOverwrittenBecauseTheModeWasLeftWhileNoOperatorRanIsTold() {
        scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Auto\"}}");
        scene.eventually(() -> assertThat(scene.mode(DEMO)).isEqualTo(Mode.Auto));
        scene.stopOperator();
        scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Off\"}}");
        scene.client().resource(scene.instance(DEMO)).scale(2);

        scene.startOperator();

        scene.eventually(() -> assertThat(scene.events("ReplicasKept"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getMessage()).startsWith("spec.replicas 2 became 3, the present number")));
        scene.eventually(() -> assertThat(scene.mode(DEMO)).isEqualTo(Mode.Off));
        assertThat(scene.instance(DEMO).getSpec().replicas()).isEqualTo(3);
    }

    @Test
    void modeAutoIsRefusedWhereItsMaximumWouldRemoveReplicasAtOnce() {
        assertThatThrownBy(() -> scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Auto\", \"max\": 2}}"))
                .hasMessageContaining("raise autoscaling.max to spec.replicas at least, or lower spec.replicas first");
        assertThat(scene.mode(DEMO)).isEqualTo(Mode.Off);
        assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(3);

        scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Auto\", \"max\": 3}}");

        scene.eventually(() -> assertThat(scene.mode(DEMO)).isEqualTo(Mode.Auto));
        assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    void modeAutoIsRefusedBesideANumberThatWouldHideHowManyRun() {
        scene.client().resource(scene.instance(DEMO)).scale(6);

        assertThatThrownBy(() -> scene.change(DEMO, "{\"replicas\": 1, \"autoscaling\": {\"mode\": \"Auto\"}}"))
                .hasMessageContaining("mode Auto would remove replicas at once");
    }

    @Test
    void aDeploymentThatIsLostUnderLoadComesBackWithAsManyReplicas() {
        scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Auto\", \"max\": 5}}");
        scene.eventually(() -> assertThat(scene.mode(DEMO)).isEqualTo(Mode.Auto));
        scene.change(DEMO, "{\"replicas\": 1}");
        scene.eventuallyReason(DEMO, "AbleToScale", "IgnoredInAuto");

        scene.delete(Deployment.class, DEMO);

        scene.eventually(() -> assertThat(scene.find(Deployment.class, DEMO)).isPresent());
        assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    void aDeploymentThatIsScaledByHandInModeAutoComesBack() {
        scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Auto\", \"max\": 5}}");
        scene.eventually(() -> assertThat(scene.mode(DEMO)).isEqualTo(Mode.Auto));

        scene.client().resource(scene.deployment(DEMO)).scale(1);

        scene.eventually(
                () -> assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(3));
        scene.settle();
        assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(3);
        assertThat(scene.status(DEMO).autoscaling())
                .isNotNull()
                .extracting(AutoscalingStatus::desiredReplicas)
                .isEqualTo(3);
    }

    @Test
    void aStatusThatCouldNotBeWrittenHasNoDecisionTakenTwice() {
        scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Auto\", \"max\": 5}}");
        scene.eventually(() -> assertThat(scene.mode(DEMO)).isEqualTo(Mode.Auto));
        List<Integer> seen = new CopyOnWriteArrayList<>();
        try (var watch = watchReplicas(seen)) {

            scene.changeStatus(DEMO, "{\"autoscaling\": {\"desiredReplicas\": 1}}");
            scene.change(DEMO, "{\"autoscaling\": {\"max\": 6}}");

            scene.eventually(() -> {
                assertThat(scene.status(DEMO).observedGeneration())
                        .isEqualTo(scene.instance(DEMO).getMetadata().getGeneration());
                assertThat(scene.status(DEMO).autoscaling())
                        .isNotNull()
                        .extracting(AutoscalingStatus::desiredReplicas)
                        .isEqualTo(3);
            });
            assertThat(watch).isNotNull();
        }
        assertThat(seen).containsOnly(3);
    }

    /** Killed between its write of the Deployment and its write of the status; or no status could be written until then. */
    @Test
    void anOperatorThatJustStartedTakesNoReplicaAwayForAStatusThatIsBehind() {
        scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Auto\", \"max\": 5}}");
        scene.eventually(() -> assertThat(scene.mode(DEMO)).isEqualTo(Mode.Auto));
        scene.stopOperator();
        scene.changeStatus(DEMO, "{\"autoscaling\": {\"desiredReplicas\": 1}}");
        List<Integer> seen = new CopyOnWriteArrayList<>();
        try (var watch = watchReplicas(seen)) {

            scene.startOperator();

            scene.eventually(() -> assertThat(scene.status(DEMO).autoscaling())
                    .isNotNull()
                    .extracting(AutoscalingStatus::desiredReplicas)
                    .isEqualTo(3));
            assertThat(watch).isNotNull();
        }
        assertThat(seen).containsOnly(3);
    }

    @Test
    void aDeploymentThatIsScaledByHandWhileNoOperatorRunsComesBack() {
        scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Auto\", \"max\": 5}}");
        scene.eventually(() -> assertThat(scene.mode(DEMO)).isEqualTo(Mode.Auto));
        scene.stopOperator();
        scene.client().resource(scene.deployment(DEMO)).scale(1);

        scene.startOperator();

        scene.eventually(
                () -> assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(3));
    }

    @Test
    void noReplicasIsNotReadyAndSaysSo() {
        scene.client().resource(scene.instance(DEMO)).scale(0);

        scene.eventuallyReason(DEMO, "Ready", "ScaledToZero");
    }

    @Test
    void inModeAutoTheBoundsHold() {
        scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Auto\", \"min\": 4, \"max\": 6}}");

        scene.eventually(
                () -> assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(4));
        scene.eventually(() -> assertThat(scene.events("BelowMinimum")).hasSize(1));
        scene.change(DEMO, "{\"autoscaling\": {\"min\": 1, \"max\": 2}}");

        scene.eventually(
                () -> assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(2));
        assertThat(scene.metric("mastio_operator_decisions_total")).isPositive();
    }

    @Test
    void decisionsThatHoldAreCountedToo() {
        scene.settle();
        String held = "mastio_operator_decisions_total{reason=\"Disabled\"}";
        double before = scene.metric(held);

        scene.lookAgain();

        assertThat(scene.metric(held)).isGreaterThan(before);
    }

    /** As a GitOps tool does it. */
    private NamespaceableResource<GenericKubernetesResource> applyReplicas(int replicas) {
        GenericKubernetesResource applied = new GenericKubernetesResourceBuilder()
                .withApiVersion("mastio.dev/v1alpha1")
                .withKind("MastioInstance")
                .withNewMetadata()
                .withName(DEMO)
                .withNamespace(scene.namespace())
                .endMetadata()
                .withAdditionalProperties(
                        Map.of("spec", Map.of("hardwareClass", TestCluster.CLASS, "replicas", replicas)))
                .build();
        return scene.client().resource(applied);
    }

    private Scale scale() {
        return scene.client()
                .resources(MastioInstance.class)
                .inNamespace(scene.namespace())
                .withName(DEMO)
                .scale();
    }

    /** Notes the Deployment's number after each change. */
    private Watch watchReplicas(List<Integer> seen) {
        return scene.client()
                .apps()
                .deployments()
                .inNamespace(scene.namespace())
                .withName(DEMO)
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, Deployment deployment) {
                        if (action != Action.BOOKMARK)
                            seen.add(deployment.getSpec().getReplicas());
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                });
    }
}
