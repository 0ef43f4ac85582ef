package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.HardwareClassSpec;
import dev.mastio.api.HardwareClassSpec.Floor;
import dev.mastio.api.HardwareClassSpec.FloorSource;
import dev.mastio.api.HardwareClassSpec.ReplicaResources;
import dev.mastio.api.MastioHardwareClass;
import dev.mastio.api.MastioInstanceStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Changes that clients must not notice. One test at a time: they share the machine with their load. */
@ExtendWith(ClusterExtension.class)
@ResourceLock("load")
@ResourceLock(value = "operator", mode = ResourceAccessMode.READ)
class UnderLoadTest {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final int REQUESTS = 200_000;
    private static final int RATE = 1000;

    @Test
    void aRollingUpdateAndAScaleDownLoseNoRequest(TestNamespace namespace, @TempDir Path output) throws Exception {
        namespace.node();
        try (HardwareClass brisk = HardwareClass.create(namespace, RATE)) {
            namespace.applyManifest("postgres.yaml");
            namespace.create(
                    "steady",
                    TestNamespace.onPostgres(brisk.name(), new Autoscaling(Mode.Off, 1, 3, 80, 60, 5, 20, 5, 5)));
            namespace.instance("steady").scale(3);
            awaitReplicas(namespace, "steady", 3);

            try (Load load = Load.start(
                    namespace.cluster().distribution(),
                    namespace.baseUrl("steady"),
                    RATE,
                    REQUESTS / RATE + 10,
                    output)) {
                namespace.instance("steady").patch(MERGE, "{\"spec\":{\"pod\":{\"labels\":{\"revision\":\"two\"}}}}");
                await("every pod is a new one")
                        .atMost(TestNamespace.PATIENCE)
                        .until(() -> namespace.proxyPods("steady").size() == 3
                                && namespace.proxyPods("steady").stream()
                                        .allMatch(pod -> "two"
                                                .equals(pod.getMetadata()
                                                        .getLabels()
                                                        .get("revision"))));
                awaitReplicas(namespace, "steady", 3);
                namespace.instance("steady").scale(1);
                await("one pod is left")
                        .atMost(TestNamespace.PATIENCE)
                        .until(() -> namespace.proxyPods("steady").size() == 1);
                assertThat(load.isRunning()).as("all that happened under load").isTrue();

                LoadSummary summary = load.awaitSummary(Duration.ofMinutes(8));

                assertThat(summary.requests()).isGreaterThanOrEqualTo(REQUESTS);
                assertThat(summary.failed()).isZero();
                assertThat(summary.unsent()).isZero();
                assertThat(summary.sentAgain())
                        .as("cut off by a pod that ended")
                        .isZero();
            }
        }
    }

    @Test
    void everyChangeOfModeKeepsTheReplicas(TestNamespace namespace, @TempDir Path output) throws Exception {
        try (HardwareClass modest = HardwareClass.create(namespace, 100)) {
            namespace.applyManifest("postgres.yaml");
            namespace.create(
                    "moded",
                    TestNamespace.onPostgres(modest.name(), new Autoscaling(Mode.Auto, 1, 3, 80, 60, 5, 20, 5, 5)));
            namespace.awaitReady("moded");

            // 200 requests a second where a replica is good for 100 and gets 80: three replicas.
            try (Load load =
                    Load.start(namespace.cluster().distribution(), namespace.baseUrl("moded"), 200, 400, output)) {
                awaitReplicas(namespace, "moded", 3);
                for (Mode mode : List.of(
                        Mode.Off, Mode.Auto, Mode.Advisory, Mode.Auto, Mode.Advisory, Mode.Off, Mode.Advisory)) {
                    namespace
                            .instance("moded")
                            .patch(MERGE, "{\"spec\":{\"autoscaling\":{\"mode\":\"%s\"}}}".formatted(mode));
                    await("the operator has seen mode " + mode)
                            .atMost(TestNamespace.PATIENCE)
                            .until(() -> Objects.equals(
                                    status(namespace, "moded").observedGeneration(),
                                    namespace
                                            .instance("moded")
                                            .require()
                                            .getMetadata()
                                            .getGeneration()));
                    await("nothing moves in mode " + mode)
                            .during(Duration.ofSeconds(12))
                            .atMost(TestNamespace.PATIENCE)
                            .failFast("the number moved", () -> wanted(namespace, "moded") != 3)
                            .until(() -> wanted(namespace, "moded") == 3);
                }
                assertThat(load.isRunning()).as("all that happened under load").isTrue();
            }
        }
    }

    private static void awaitReplicas(TestNamespace namespace, String instance, int count) {
        await(count + " replicas are ready")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> Objects.equals(status(namespace, instance).readyReplicas(), count)
                        && wanted(namespace, instance) == count);
    }

    private static int wanted(TestNamespace namespace, String instance) {
        Deployment deployment = namespace
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName(instance)
                .require();
        return deployment.getSpec().getReplicas();
    }

    private static MastioInstanceStatus status(TestNamespace namespace, String instance) {
        return Instances.status(namespace.client(), namespace.name(), instance).orElseThrow();
    }

    /** A class of this test, with a floor that the load fits. */
    private record HardwareClass(TestNamespace namespace, String name) implements AutoCloseable {

        static HardwareClass create(TestNamespace namespace, int floor) {
            MastioHardwareClass resource = new MastioHardwareClass();
            resource.setMetadata(new ObjectMetaBuilder()
                    .withName(namespace.name())
                    .withLabels(namespace.cluster().operators().labels())
                    .build());
            resource.setSpec(new HardwareClassSpec(
                    "of a test",
                    2,
                    new Quantity("2Gi"),
                    new Floor(floor, FloorSource.Declared, null, null),
                    new ReplicaResources(
                            new Quantity("50m"), new Quantity("96Mi"), new Quantity("1"), new Quantity("320Mi"))));
            namespace.client().resource(resource).create();
            return new HardwareClass(namespace, namespace.name());
        }

        @Override
        public void close() {
            namespace
                    .client()
                    .resources(MastioHardwareClass.class)
                    .withName(name)
                    .delete();
        }
    }
}
