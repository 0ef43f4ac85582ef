package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From nothing to Ready, and how what was made is kept as it should be. */
class LifecycleTest {

    private static final String EVERYTHING = """
            hardwareClass: standard-8
            replicas: 2
            storage:
              type: postgres
              postgres:
                secretName: db
            autoscaling:
              mode: Off
            soak:
              schedule: "@daily"
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
    void theSmallestInstanceBecomesReady() {
        scene.ready(DEMO);

        assertThat(scene.status(DEMO).replicas()).isEqualTo(1);
        assertThat(scene.status(DEMO).readyReplicas()).isEqualTo(1);
        assertThat(scene.status(DEMO).selector()).contains("app.kubernetes.io/instance=demo");
        assertThat(scene.status(DEMO).url()).isEqualTo("https://demo." + scene.namespace() + ".svc:9443");
        assertThat(scene.events("Available")).hasSize(1);
        assertThat(scene.find(PodDisruptionBudget.class, DEMO)).isEmpty();
        assertThat(scene.find(CronJob.class, "demo-soak")).isEmpty();
    }

    @Test
    void anotherLookWritesNothing() {
        scene.database("db", "secret");
        scene.ready(DEMO, EVERYTHING);
        scene.settle();
        double before = scene.writes();

        scene.lookAgain();

        assertThat(scene.writes()).isEqualTo(before);
    }

    @Test
    void aReportIsNoReasonToWrite() {
        scene.database("db", "secret");
        scene.ready(DEMO, EVERYTHING);
        scene.client()
                .configMaps()
                .inNamespace(scene.namespace())
                .withName("demo-soak-report")
                .edit(shelf -> new ConfigMapBuilder(shelf)
                        .addToBinaryData("run.json.gz", "AAAA")
                        .build());
        scene.settle();
        double before = scene.writes();

        scene.lookAgain();

        assertThat(scene.writes()).isEqualTo(before);
        assertThat(scene.find(ConfigMap.class, "demo-soak-report").orElseThrow().getBinaryData())
                .hasSize(1);
    }

    @Test
    void aRestartedOperatorWritesNothing() {
        scene.database("db", "secret");
        scene.ready(DEMO, EVERYTHING);
        scene.settle();
        scene.stopOperator();

        scene.startOperator();

        scene.eventually(() ->
                assertThat(scene.metric("mastio_operator_reconciles_total")).isPositive());
        scene.settle();
        assertThat(scene.writes()).isZero();
    }

    @Test
    void whatIsDeletedComesBack() {
        scene.database("db", "secret");
        scene.ready(DEMO, EVERYTHING);
        scene.settle();
        Map<Class<? extends HasMetadata>, List<String>> all = new LinkedHashMap<>();
        all.put(ConfigMap.class, List.of("demo-config", "demo-soak-report"));
        all.put(ServiceAccount.class, List.of("demo", "demo-soak"));
        all.put(Service.class, List.of("demo"));
        // Neither demo-secrets nor demo-pki: the store's key and the Org Root do not come back by themselves.
        all.put(Secret.class, List.of("demo-soak"));
        all.put(PodDisruptionBudget.class, List.of("demo"));
        all.put(NetworkPolicy.class, List.of("demo"));
        all.put(CronJob.class, List.of("demo-soak"));
        all.put(Role.class, List.of("demo-soak"));
        all.put(RoleBinding.class, List.of("demo-soak"));
        all.put(Deployment.class, List.of("demo"));

        all.forEach((kind, names) -> names.forEach(name -> {
            String before = scene.find(kind, name).orElseThrow().getMetadata().getUid();
            scene.delete(kind, name);
            scene.eventually(() -> assertThat(scene.find(kind, name))
                    .as(kind.getSimpleName() + " " + name)
                    .hasValueSatisfying(
                            again -> assertThat(again.getMetadata().getUid()).isNotEqualTo(before)));
        }));

        scene.eventuallyReason(DEMO, "Ready", "Available");
    }

    @Test
    void aClaimComesBackToo() {
        scene.ready(DEMO);

        scene.delete(PersistentVolumeClaim.class, "demo-data");

        scene.eventually(() ->
                assertThat(scene.find(PersistentVolumeClaim.class, "demo-data")).isPresent());
    }

    @Test
    void whatIsChangedByHandIsChangedBack() {
        scene.ready(DEMO);

        scene.client().resource(scene.deployment(DEMO)).scale(5);
        scene.client()
                .services()
                .inNamespace(scene.namespace())
                .withName(DEMO)
                .edit(service -> new ServiceBuilder(service)
                        .editSpec()
                        .editFirstPort()
                        .withTargetPort(new IntOrString(1))
                        .endPort()
                        .endSpec()
                        .build());

        scene.eventually(() -> {
            assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(1);
            Service service = scene.find(Service.class, DEMO).orElseThrow();
            assertThat(service.getSpec().getPorts().getFirst().getTargetPort()).isEqualTo(new IntOrString("https"));
        });
    }

    @Test
    void aLabelThatIsTakenAwayComesBack() {
        scene.ready(DEMO);

        scene.client()
                .services()
                .inNamespace(scene.namespace())
                .withName(DEMO)
                .edit(service -> new ServiceBuilder(service)
                        .editMetadata()
                        .removeFromLabels("app.kubernetes.io/managed-by")
                        .endMetadata()
                        .build());

        scene.eventually(() -> assertThat(scene.find(Service.class, DEMO)
                        .orElseThrow()
                        .getMetadata()
                        .getLabels())
                .containsEntry("app.kubernetes.io/managed-by", "mastio-operator"));
        scene.eventuallyReason(DEMO, "Ready", "Available");
    }

    @Test
    void theKeysOfTheStoreStayWhoeverTakesTheirLabelAway() {
        scene.ready(DEMO, """
                hardwareClass: standard-8
                storage:
                  onDelete: Delete
                """);
        Secret keys = scene.find(Secret.class, "demo-secrets").orElseThrow();

        scene.client()
                .resource(keys)
                .edit(secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .removeFromLabels("app.kubernetes.io/managed-by")
                        .endMetadata()
                        .build());

        scene.eventually(() -> assertThat(scene.find(Secret.class, "demo-secrets")
                        .orElseThrow()
                        .getMetadata()
                        .getLabels())
                .containsEntry("app.kubernetes.io/managed-by", "mastio-operator"));
        assertThat(scene.find(Secret.class, "demo-secrets").orElseThrow().getData())
                .isEqualTo(keys.getData());
    }

    @Test
    void aVolumeThatHasGrownIsTheInstancesWhoeverTakesItsLabelAway() {
        scene.ready(DEMO, """
                hardwareClass: standard-8
                storage:
                  sqlite:
                    size: 2Gi
                """);
        scene.change(DEMO, "{\"storage\": {\"sqlite\": {\"size\": \"1Gi\"}}}");
        scene.settle();
        PersistentVolumeClaim before =
                scene.find(PersistentVolumeClaim.class, "demo-data").orElseThrow();

        scene.client()
                .resource(before)
                .edit(claim -> new PersistentVolumeClaimBuilder(claim)
                        .editMetadata()
                        .removeFromLabels("app.kubernetes.io/managed-by")
                        .endMetadata()
                        .build());

        scene.eventually(() -> assertThat(scene.find(PersistentVolumeClaim.class, "demo-data")
                        .orElseThrow()
                        .getMetadata()
                        .getLabels())
                .containsEntry("app.kubernetes.io/managed-by", "mastio-operator"));
        scene.settle();
        assertThat(scene.find(PersistentVolumeClaim.class, "demo-data")
                        .orElseThrow()
                        .getSpec())
                .isEqualTo(before.getSpec());
        assertThat(scene.condition(DEMO, "Ready").getReason()).isEqualTo("Available");
    }

    @Test
    void aFeatureThatIsSwitchedOffLeavesNothingButItsReports() {
        scene.database("db", "secret");
        scene.ready(DEMO, EVERYTHING);
        scene.eventually(
                () -> assertThat(scene.find(CronJob.class, "demo-soak")).isPresent());

        scene.change(DEMO, "{\"soak\": null, \"replicas\": 1}");

        scene.eventually(() -> {
            assertThat(scene.find(CronJob.class, "demo-soak")).isEmpty();
            assertThat(scene.find(Role.class, "demo-soak")).isEmpty();
            assertThat(scene.find(RoleBinding.class, "demo-soak")).isEmpty();
            assertThat(scene.find(ServiceAccount.class, "demo-soak")).isEmpty();
            assertThat(scene.find(PodDisruptionBudget.class, "demo")).isEmpty();
        });
        assertThat(scene.find(ConfigMap.class, "demo-soak-report")).isPresent();
        assertThat(scene.status(DEMO).conditions())
                .noneMatch(condition -> condition.getType().equals("SoakHealthy"));
    }

    @Test
    void aNameThatIsTakenIsReportedAndItsOwnerLeftAlone() {
        Service foreign = new ServiceBuilder()
                .withNewMetadata()
                .withName(DEMO)
                .withNamespace(scene.namespace())
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
        scene.client().resource(foreign).create();

        scene.apply(DEMO, "hardwareClass: standard-8");

        scene.eventuallyReason(DEMO, "Ready", "NameTaken");
        assertThat(scene.condition(DEMO, "Ready").getMessage()).contains("Service demo exists");
        assertThat(scene.find(Service.class, DEMO)
                        .orElseThrow()
                        .getSpec()
                        .getPorts()
                        .getFirst()
                        .getPort())
                .isEqualTo(80);
        scene.client().resource(foreign).delete();
        scene.eventuallyReason(DEMO, "Ready", "Available");
    }
}
