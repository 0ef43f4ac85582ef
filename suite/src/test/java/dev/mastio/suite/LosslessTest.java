package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.suite.measure.ProxyMetrics;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Changes of which no request in 200,000 may tell. Alone on the machine: a load program without a processor sends late. */
@ExtendWith(ClusterExtension.class)
@Isolated
class LosslessTest {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final int REQUESTS = 200_000;
    private static final int RATE = 1000;

    @Test
    void aRollingUpdateAndAScaleDownLoseNoRequest(TestNamespace namespace, @TempDir Path output) throws Exception {
        namespace.node();
        try (OwnHardwareClass brisk = OwnHardwareClass.create(namespace, RATE)) {
            namespace.applyManifest("postgres.yaml");
            namespace.create(
                    "steady",
                    TestNamespace.onPostgres(brisk.name(), new Autoscaling(Mode.Off, 1, 3, 80, 60, 5, 20, 5, 5)));
            namespace.instance("steady").scale(3);
            namespace.awaitReplicas("steady", 3);

            try (Load load = Load.start(
                    namespace.cluster().distribution(),
                    namespace.baseUrl("steady"),
                    RATE,
                    REQUESTS / RATE + 10,
                    output)) {
                awaitArrivals(namespace);
                namespace.instance("steady").patch(MERGE, "{\"spec\":{\"pod\":{\"labels\":{\"revision\":\"two\"}}}}");
                await("every pod is a new one")
                        .atMost(TestNamespace.PATIENCE)
                        .until(() -> namespace.proxyPods("steady").size() == 3
                                && namespace.proxyPods("steady").stream()
                                        .allMatch(pod -> "two"
                                                .equals(pod.getMetadata()
                                                        .getLabels()
                                                        .get("revision"))));
                namespace.awaitReplicas("steady", 3);
                namespace.instance("steady").scale(1);
                await("one pod is left")
                        .atMost(TestNamespace.PATIENCE)
                        .until(() -> namespace.proxyPods("steady").size() == 1);
                assertThat(load.isRunning()).as("all that happened under load").isTrue();

                LoadSummary summary = load.awaitSummary(Duration.ofMinutes(8));

                assertThat(summary.requests()).isGreaterThanOrEqualTo(REQUESTS);
                assertThat(summary.failed())
                        .as(Files.readString(output.resolve("load.log")))
                        .isZero();
                assertThat(summary.unsent()).isZero();
                assertThat(summary.sentAgain())
                        .as("cut off by a pod that ended")
                        .isZero();
            }
        }
    }

    private static void awaitArrivals(TestNamespace namespace) {
        try (ProxyMetrics metrics = new ProxyMetrics()) {
            await("the load arrives at every pod")
                    .atMost(TestNamespace.PATIENCE)
                    .until(() -> {
                        for (Pod pod : namespace.proxyPods("steady")) if (metrics.arrivals(pod) <= RATE) return false;
                        return true;
                    });
        }
    }
}
