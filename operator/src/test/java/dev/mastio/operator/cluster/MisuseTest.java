package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.HardwareClassSpec;
import dev.mastio.api.MastioHardwareClass;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is wrong with what is declared, what runs goes on, and the status says what is wrong. */
class MisuseTest {

    private static final String ON_POSTGRES = """
            hardwareClass: standard-8
            storage:
              type: postgres
              postgres:
                secretName: db
            """;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.open();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void anInvalidSpecKeepsTheLastGoodWorkloadAlsoAfterARestart() {
        scene.ready(DEMO, """
                hardwareClass: standard-8
                soak:
                  schedule: "@daily"
                """);

        scene.change(DEMO, "{\"soak\": {\"schedule\": \"every day\"}, \"plugins\": [\"audit\"]}");

        scene.eventuallyReason(DEMO, "Ready", "LastGoodSpecInUse");
        assertThat(scene.condition(DEMO, "SpecValid").getReason()).isEqualTo("InvalidSpec");
        assertThat(scene.condition(DEMO, "SpecValid").getMessage()).contains("spec.soak.schedule", "every day");
        assertThat(scene.events("LastGoodSpecInUse")).hasSize(1);

        scene.stopOperator();
        scene.delete(Deployment.class, DEMO);
        scene.startOperator();

        scene.eventually(() -> assertThat(scene.find(Deployment.class, DEMO)).isPresent());
        assertThat(scene.find(CronJob.class, "demo-soak")
                        .orElseThrow()
                        .getSpec()
                        .getSchedule())
                .isEqualTo("@daily");
        assertThat(scene.condition(DEMO, "Ready").getReason()).isEqualTo("LastGoodSpecInUse");

        scene.change(DEMO, "{\"soak\": {\"schedule\": \"@weekly\"}}");

        scene.eventuallyReason(DEMO, "Ready", "Available");
        assertThat(scene.condition(DEMO, "SpecValid").getStatus()).isEqualTo("True");
    }

    @Test
    void aSpecThatWasNeverGoodMakesNothing() {
        scene.apply(DEMO, """
                hardwareClass: standard-8
                soak:
                  schedule: every day
                """);

        scene.eventuallyReason(DEMO, "Ready", "SpecInvalid");
        assertThat(scene.find(Deployment.class, DEMO)).isEmpty();
    }

    @Test
    void aPausedInstanceIsValidatedAndLeftAlone() {
        scene.ready(DEMO);
        scene.annotate(DEMO, "mastio.dev/paused", "true");
        scene.eventuallyReason(DEMO, "ReconciliationPaused", "PausedByAnnotation");
        Long observed = scene.status(DEMO).observedGeneration();
        Map<String, String> before = scene.podAnnotations(DEMO);

        scene.change(DEMO, "{\"plugins\": [\"audit\"], \"soak\": {\"schedule\": \"every day\"}}");

        scene.eventuallyReason(DEMO, "SpecValid", "InvalidSpec");
        assertThat(scene.status(DEMO).observedGeneration()).isEqualTo(observed);
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(before);

        scene.change(DEMO, "{\"soak\": null}");
        scene.annotate(DEMO, "mastio.dev/paused", null);

        scene.eventually(() -> assertThat(scene.podAnnotations(DEMO)).isNotEqualTo(before));
        scene.eventually(() -> assertThat(scene.status(DEMO).conditions())
                .noneMatch(condition -> condition.getType().equals("ReconciliationPaused")));
    }

    @Test
    void aPausedInstanceGoesOnSayingWhatRuns() {
        scene.ready(DEMO);
        scene.annotate(DEMO, "mastio.dev/paused", "true");
        scene.eventuallyReason(DEMO, "ReconciliationPaused", "PausedByAnnotation");
        scene.cluster().pods().hold(scene.namespace());

        scene.client()
                .resource(new DeploymentBuilder(scene.deployment(DEMO))
                        .editMetadata()
                        .withResourceVersion(null)
                        .endMetadata()
                        .editStatus()
                        .withReadyReplicas(0)
                        .withAvailableReplicas(0)
                        .endStatus()
                        .build())
                .updateStatus();

        scene.eventuallyReason(DEMO, "Ready", "DeploymentUnavailable");
        assertThat(scene.status(DEMO).readyReplicas()).isZero();
        scene.cluster().pods().release(scene.namespace());
        scene.eventuallyReason(DEMO, "Ready", "Available");
        assertThat(scene.status(DEMO).readyReplicas()).isEqualTo(1);
    }

    @Test
    void aPausedInstanceIsNotReadyWhereSomethingElseRunsThanWhatIsDeclared() {
        scene.ready(DEMO);
        scene.change(DEMO, "{\"soak\": {\"schedule\": \"every day\"}}");
        scene.eventuallyReason(DEMO, "Ready", "LastGoodSpecInUse");

        scene.annotate(DEMO, "mastio.dev/paused", "true");

        scene.eventuallyReason(DEMO, "ReconciliationPaused", "PausedByAnnotation");
        assertThat(scene.condition(DEMO, "Ready").getReason()).isEqualTo("LastGoodSpecInUse");
    }

    @Test
    void aPauseThatIsNeitherYesNorNoHoldsTheLastGoodWorkload() {
        scene.ready(DEMO);
        Map<String, String> before = scene.podAnnotations(DEMO);

        scene.annotate(DEMO, "mastio.dev/paused", "yes");
        scene.eventuallyReason(DEMO, "Ready", "LastGoodSpecInUse");
        scene.change(DEMO, "{\"plugins\": [\"audit\"]}");
        scene.settle();

        assertThat(scene.condition(DEMO, "SpecValid").getMessage())
                .contains("metadata.annotations[mastio.dev/paused]", "write \"true\" to pause");
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(before);

        scene.annotate(DEMO, "mastio.dev/paused", null);

        scene.eventuallyReason(DEMO, "Ready", "Available");
        scene.eventually(() -> assertThat(scene.podAnnotations(DEMO)).isNotEqualTo(before));
    }

    @Test
    void aScheduleThatNeverFiresIsRefused() {
        scene.apply(DEMO, """
                hardwareClass: standard-8
                soak:
                  schedule: "0 3 30 2 *"
                """);

        scene.eventuallyReason(DEMO, "Ready", "SpecInvalid");
        assertThat(scene.condition(DEMO, "SpecValid").getMessage()).contains("never fires", "name a day that there is");
    }

    @Test
    void anInstanceWaitsForItsClassAndOutlivesIt() {
        String own = "own-" + scene.namespace();
        scene.apply(DEMO, "hardwareClass: " + own);
        scene.eventuallyReason(DEMO, "Ready", "DependencyMissing");
        assertThat(scene.condition(DEMO, "Ready").getMessage()).contains("spec.hardwareClass", own);
        assertThat(scene.find(Deployment.class, DEMO)).isEmpty();

        scene.cluster().hardwareClass(own, 4);
        scene.eventuallyReason(DEMO, "Ready", "Available");
        assertThat(scene.resolvedClass(DEMO).cpuLimit()).isEqualTo("3");

        scene.client().resources(MastioHardwareClass.class).withName(own).delete();
        scene.eventuallyReason(DEMO, "Ready", "DependencyMissing");
        scene.delete(Deployment.class, DEMO);

        scene.eventually(() -> assertThat(scene.find(Deployment.class, DEMO)).isPresent());
    }

    @Test
    void withoutItsClassAnInstanceIsStillScaledAsDeclared() {
        String own = "own-" + scene.namespace();
        scene.cluster().hardwareClass(own, 4);
        scene.database("db", "secret");
        scene.ready(DEMO, ON_POSTGRES.replace("standard-8", own));
        Map<String, String> before = scene.podAnnotations(DEMO);
        scene.client().resources(MastioHardwareClass.class).withName(own).delete();
        scene.eventuallyReason(DEMO, "Ready", "DependencyMissing");

        scene.change(DEMO, "{\"autoscaling\": {\"min\": 3}}");
        scene.eventually(
                () -> assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(3));
        scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Off\"}}");
        scene.eventually(() -> assertThat(scene.mode(DEMO)).isEqualTo(Mode.Off));
        scene.change(DEMO, "{\"replicas\": 2}");

        scene.eventually(
                () -> assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(2));
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(before);
    }

    @Test
    void aClassThatCannotBeUsedAnyMoreIsExplainedAndWhatRunsGoesOn() {
        String own = "own-" + scene.namespace();
        scene.cluster().hardwareClass(own, 4);
        scene.ready(DEMO, "hardwareClass: " + own);
        Map<String, String> before = scene.podAnnotations(DEMO);

        scene.client().resources(MastioHardwareClass.class).withName(own).edit(machine -> {
            machine.setSpec(new HardwareClassSpec(null, 4, new Quantity("512Mi"), null, null));
            return machine;
        });

        scene.eventuallyReason(DEMO, "Ready", "DependencyMissing");
        assertThat(scene.condition(DEMO, "Ready").getMessage())
                .contains(own, "spec.resources.memoryRequest", "above the limit 144Mi");
        scene.delete(Deployment.class, DEMO);
        scene.eventually(() -> assertThat(scene.find(Deployment.class, DEMO)).isPresent());
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(before);
        assertThat(scene.resolvedClass(DEMO).memory()).isEqualTo("8Gi");
    }

    @Test
    void aMissingSecretIsNamedAndAVanishedOneDoesNotRollThePods() {
        scene.apply(DEMO, ON_POSTGRES);
        scene.eventuallyReason(DEMO, "Ready", "DependencyMissing");
        assertThat(scene.condition(DEMO, "Ready").getMessage())
                .contains("spec.storage.postgres.secretName", "Secret db does not exist");

        scene.database("db", "first");
        scene.eventuallyReason(DEMO, "Ready", "Available");
        Map<String, String> before = scene.podAnnotations(DEMO);

        scene.delete(Secret.class, "db");
        scene.eventuallyReason(DEMO, "Ready", "DependencyMissing");
        scene.settle();
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(before);

        scene.database("db", "first");
        scene.eventuallyReason(DEMO, "Ready", "Available");
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(before);
    }

    /** A cluster may hold thousands of them, a megabyte each; nobody gives one to an instance. */
    @Test
    void aReleaseOfHelmIsNoSecretOfAnInstance() {
        scene.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("db")
                        .withNamespace(scene.namespace())
                        .endMetadata()
                        .withType("helm.sh/release.v1")
                        .withStringData(Map.of("url", "u", "username", "n", "password", "p"))
                        .build())
                .create();

        scene.apply(DEMO, ON_POSTGRES);

        scene.eventuallyReason(DEMO, "Ready", "DependencyMissing");
        assertThat(scene.condition(DEMO, "Ready").getMessage()).contains("Secret db does not exist");
    }

    @Test
    void aChangedSecretRollsThePodsAndIsNeverShown() {
        scene.database("db", "first-pass-word");
        scene.ready(DEMO, ON_POSTGRES);
        Map<String, String> before = scene.podAnnotations(DEMO);

        scene.database("db", "second-pass-word");

        scene.eventually(() -> assertThat(scene.podAnnotations(DEMO)).isNotEqualTo(before));
        assertThat(scene.instance(DEMO).toString()).doesNotContain("pass-word");
        assertThat(scene.deployment(DEMO).toString()).doesNotContain("pass-word");
    }

    @Test
    void aSecondInstanceIsNotTouchedByTheFirstOnesTrouble() {
        scene.apply("broken", "hardwareClass: nowhere");
        scene.ready(DEMO);

        assertThat(scene.condition("broken", "Ready").getReason()).isEqualTo("DependencyMissing");
    }
}
