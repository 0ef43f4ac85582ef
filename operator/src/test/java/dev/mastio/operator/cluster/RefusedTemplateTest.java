package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.operator.instance.apply.Annotations;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API server takes no new contents of the Deployment: here because its selector can't change, elsewhere for a policy. */
class RefusedTemplateTest {

    private static final Map<String, String> ANOTHER = Map.of("app", "another");

    private Scene scene;

    @BeforeEach
    void openWithADeploymentThatCantBeWhatIsDeclared() {
        scene = Scene.open();
        scene.database("db", "secret");
        scene.ready(DEMO, """
                hardwareClass: standard-8
                replicas: 1
                storage:
                  type: postgres
                  postgres:
                    secretName: db
                autoscaling:
                  mode: Off
                """);
        scene.stopOperator();
        Deployment ours = scene.deployment(DEMO);
        scene.delete(Deployment.class, DEMO);
        scene.client()
                .resource(new DeploymentBuilder(ours)
                        .editMetadata()
                        .withUid(null)
                        .withResourceVersion(null)
                        .withManagedFields(List.of())
                        .endMetadata()
                        .editSpec()
                        .editSelector()
                        .withMatchLabels(ANOTHER)
                        .endSelector()
                        .editTemplate()
                        .editMetadata()
                        .withLabels(ANOTHER)
                        .endMetadata()
                        .endTemplate()
                        .endSpec()
                        .withStatus(null)
                        .build())
                .create();
        scene.startOperator();
        scene.eventuallyReason(DEMO, "Ready", "ApiRefused");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void whatRunsIsScaledAllTheSame() {
        scene.change(DEMO, "{\"replicas\": 3}");

        scene.eventually(
                () -> assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(3));
        assertThat(scene.deployment(DEMO).getSpec().getTemplate().getMetadata().getLabels())
                .isEqualTo(ANOTHER);
        assertThat(Annotations.decidedReplicas(scene.deployment(DEMO))).hasValue(3);
        assertThat(scene.condition(DEMO, "Ready").getReason()).isEqualTo("ApiRefused");
    }
}
