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
import java.time.Instant;
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
    /** Pods come and go for as long. */
    private static final Duration CHANGES = Duration.ofSeconds(REQUESTS / RATE);
    /** The change that is under way then ends under the same load. */
    private static final Duration LAST_CHANGE = Duration.ofSeconds(100);

    @Test
    void rollingUpdatesAndScaleDownsLoseNoRequest(TestNamespace namespace, @TempDir Path output) throws Exception {
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
                    (int) CHANGES.plus(LAST_CHANGE).toSeconds(),
                    output)) {
                awaitArrivals(namespace);
                Instant begin = Instant.now();
                int rounds = 0;
                while (Instant.now().isBefore(begin.plus(CHANGES))) {
                    roll(namespace, "r" + ++rounds);
                    scale(namespace, 1);
                    scale(namespace, 3);
                    System.out.printf(
                            "pods replaced, two taken away and given back %d times in %d s%n",
                            rounds, Duration.between(begin, Instant.now()).toSeconds());
                }
                assertThat(load.isRunning()).as("all that happened under load").isTrue();
                assertThat(rounds).isGreaterThan(1);

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

    private static void roll(TestNamespace namespace, String revision) {
        namespace
                .instance("steady")
                .patch(MERGE, "{\"spec\":{\"pod\":{\"labels\":{\"revision\":\"%s\"}}}}".formatted(revision));
        await("every pod is a new one")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> namespace.proxyPods("steady").size() == 3
                        && namespace.proxyPods("steady").stream()
                                .allMatch(pod -> revision.equals(
                                        pod.getMetadata().getLabels().get("revision"))));
        namespace.awaitReplicas("steady", 3);
    }

    private static void scale(TestNamespace namespace, int replicas) {
        namespace.instance("steady").scale(replicas);
        namespace.awaitReplicas("steady", replicas);
        await("%d pods are left".formatted(replicas))
                .atMost(TestNamespace.PATIENCE)
                .until(() -> namespace.proxyPods("steady").size() == replicas);
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
