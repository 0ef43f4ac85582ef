package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One object can't be written; everything else goes on, and is told. */
class RefusalTest {

    private static final String ON_POSTGRES = """
            hardwareClass: standard-8
            storage:
              type: postgres
              postgres:
                secretName: db
            soak:
              schedule: "@yearly"
            """;

    private Scene scene;

    @BeforeEach
    void openWhereSomebodyElseHasTheNameOfTheBudget() {
        scene = Scene.open();
        scene.database("db", "secret");
        scene.client()
                .resource(new PodDisruptionBudgetBuilder()
                        .withNewMetadata()
                        .withName(DEMO)
                        .withNamespace(scene.namespace())
                        .endMetadata()
                        .build())
                .create();
        scene.ready(DEMO, ON_POSTGRES);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aDecisionIsToldThoughTheBudgetIsRefused() {
        scene.change(DEMO, "{\"autoscaling\": {\"min\": 3}}");

        scene.eventually(
                () -> assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(3));
        scene.eventuallyReason(DEMO, "Degraded", "NameTaken");
        scene.eventually(() -> assertThat(scene.events("BelowMinimum"))
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage()).contains("3")));
        assertThat(scene.metric("mastio_operator_decisions_total{reason=\"BelowMinimum\"}"))
                .isEqualTo(1);
    }

    /** Clients are served by what is declared, whether or not a node may be drained. */
    @Test
    void theInstanceIsReadyThoughTheBudgetIsRefusedAndSaysWhatIsMissing() {
        scene.change(DEMO, "{\"autoscaling\": {\"min\": 3}}");

        scene.eventuallyReason(DEMO, "Degraded", "NameTaken");
        scene.eventually(() -> assertThat(scene.status(DEMO).readyReplicas()).isEqualTo(3));
        scene.settle();
        assertThat(scene.condition(DEMO, "Ready").getReason()).isEqualTo("Available");
        assertThat(scene.condition(DEMO, "Degraded").getStatus()).isEqualTo("True");
        assertThat(scene.condition(DEMO, "Degraded").getMessage()).contains("PodDisruptionBudget demo exists");
        assertThat(scene.events("NameTaken")).hasSize(1);

        scene.delete(PodDisruptionBudget.class, DEMO);
        scene.lookAgain();

        scene.eventually(() -> assertThat(scene.status(DEMO).conditions())
                .noneMatch(condition -> condition.getType().equals("Degraded")));
    }

    @Test
    void aSoakOnDemandStartsThoughTheBudgetIsRefused() {
        scene.change(DEMO, "{\"autoscaling\": {\"min\": 2}}");
        scene.eventuallyReason(DEMO, "Degraded", "NameTaken");

        scene.annotate(DEMO, "mastio.dev/run-soak", "1");

        scene.eventually(() -> assertThat(scene.client()
                        .resources(Job.class)
                        .inNamespace(scene.namespace())
                        .list()
                        .getItems())
                .hasSize(1));
        scene.eventually(() -> assertThat(scene.events("SoakStarted")).hasSize(1));
    }
}
