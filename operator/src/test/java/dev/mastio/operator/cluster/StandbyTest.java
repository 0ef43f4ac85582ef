package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.operator.OperatorProcess;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A standby goes through its passes before it is Ready, and leaves everything to the leader. */
class StandbyTest {

    private static final int PASSES = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SOAKED = "hardwareClass: " + TestCluster.CLASS + "\nsoak: {schedule: \"0 3 * * 0\"}";

    private final Scene scene = Scene.withoutOperator();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void whatIsToBeMadeChangedOrDeletedWaitsForTheLeaderWhateverIsRehearsed() {
        scene.startOperator();
        scene.ready(DEMO, SOAKED);
        scene.stopOperator();
        scene.delete(Service.class, DEMO);
        scene.change(DEMO, "{\"soak\":null,\"networkPolicy\":\"None\",\"pod\":{\"labels\":{\"revision\":\"two\"}}}");
        String deployment = scene.deployment(DEMO).getMetadata().getResourceVersion();
        hold();

        try (OperatorProcess standby = standby()) {
            await().atMost(PATIENCE).until(() -> Metrics.health(standby, "/health/ready") == 200);
            assertThat(rehearsed(standby)).isEqualTo(PASSES);
            // The SDK asks whether it may have the Lease.
            assertThat(Metrics.of(standby).writes()).isEqualTo(Map.of("POST", Set.of("selfsubjectrulesreviews")));
            assertThat(scene.find(Service.class, DEMO)).isEmpty();
            assertThat(scene.find(RoleBinding.class, DEMO + "-soak")).isPresent();
            assertThat(scene.deployment(DEMO).getMetadata().getResourceVersion())
                    .isEqualTo(deployment);

            release();

            await().atMost(PATIENCE).until(() -> scene.find(Service.class, DEMO).isPresent());
            await().atMost(PATIENCE)
                    .until(() -> scene.find(RoleBinding.class, DEMO + "-soak").isEmpty());
            scene.eventually(() -> assertThat(scene.deployment(DEMO)
                            .getSpec()
                            .getTemplate()
                            .getMetadata()
                            .getLabels())
                    .containsEntry("revision", "two"));
        }
    }

    @Test
    void whatStandsByBeforeThereIsAnInstanceRehearsesWithTheFirst() {
        hold();
        try (OperatorProcess standby = standby()) {
            await().atMost(PATIENCE).until(() -> Metrics.health(standby, "/health/ready") == 200);
            scene.startOperator();

            scene.ready(DEMO);

            await().atMost(PATIENCE).until(() -> rehearsed(standby) == PASSES);
            scene.stopOperator();
        }
    }

    private static double rehearsed(OperatorProcess standby) {
        return Metrics.of(standby).sum("mastio_operator_passes_rehearsed_total");
    }

    /** As a leader that has just renewed it, and goes on. */
    private void hold() {
        scene.client()
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName("mastio-operator")
                        .withNamespace(scene.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("leader")
                        .withLeaseDurationSeconds(15)
                        .withAcquireTime(ZonedDateTime.now(ZoneOffset.UTC))
                        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC).plusHours(1))
                        .endSpec()
                        .build())
                .create();
    }

    private void release() {
        scene.client()
                .leases()
                .inNamespace(scene.namespace())
                .withName("mastio-operator")
                .edit(lease -> new LeaseBuilder(lease)
                        .editSpec()
                        .withHolderIdentity("")
                        .endSpec()
                        .build());
    }

    private OperatorProcess standby() {
        return scene.cluster().candidate("standby", scene.namespace(), () -> {});
    }
}
