package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.suite.measure.ProxyMetrics;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replicas and who decides them, with real load on real processes. */
@ExtendWith(ClusterExtension.class)
class ScalingTest {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final Autoscaling QUICK = new Autoscaling(Mode.Auto, 1, 3, 80, 60, 5, 20, 5, 5);

    @Test
    @ResourceLock("load")
    @ResourceLock(value = "operator", mode = ResourceAccessMode.READ)
    void replicasFollowTheRateAndAModeChangeUnderLoadKeepsThem(TestNamespace namespace, @TempDir Path output)
            throws Exception {
        namespace.applyManifest("postgres.yaml");
        namespace.create("busy", TestNamespace.onPostgres("laptop", QUICK));
        namespace.awaitReady("busy");
        int floor = Objects.requireNonNull(status(namespace).floor()).effectiveRequestsPerSecond();
        try (Load load =
                Load.start(namespace.cluster().distribution(), namespace.baseUrl("busy"), floor * 2, 600, output)) {
            await("three replicas")
                    .atMost(TestNamespace.PATIENCE)
                    .until(() -> Objects.equals(status(namespace).readyReplicas(), 3));
            awaitFairShares(namespace);
            assertThat(Optional.ofNullable(status(namespace).autoscaling())
                            .orElseThrow()
                            .message())
                    .isNotBlank();

            namespace.instance("busy").patch(MERGE, "{\"spec\":{\"autoscaling\":{\"mode\":\"Off\"}}}");

            await("spec.replicas took over")
                    .atMost(TestNamespace.PATIENCE)
                    .until(() -> Objects.equals(
                            namespace.instance("busy").require().getSpec().replicas(), 3));
            await("nothing drops")
                    .during(Duration.ofSeconds(5))
                    .atMost(TestNamespace.PATIENCE)
                    .until(() -> namespace.proxyPods("busy").size() == 3);
            assertThat(load.isRunning()).isTrue();
        }
    }

    /** Clients that keep their connections have found the new replicas: in some 5 s each carries at least 70 % of the mean. */
    private static void awaitFairShares(TestNamespace namespace) {
        try (ProxyMetrics metrics = new ProxyMetrics()) {
            Instant ready = Instant.now();
            Map<String, Double> seen = new HashMap<>();
            await("a fair share for every replica")
                    .pollInterval(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        List<Double> carried = new ArrayList<>();
                        for (Pod pod : namespace.proxyPods("busy")) {
                            double arrived = metrics.arrivals(pod);
                            Double before = seen.put(pod.getMetadata().getName(), arrived);
                            carried.add(before == null ? 0 : arrived - before);
                        }
                        double mean = carried.stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElse(0);
                        double least = mean == 0 ? 0 : Collections.min(carried) / mean;
                        System.out.printf(
                                "after %d s the least busy of %d replicas carries %.0f %% of the mean%n",
                                Duration.between(ready, Instant.now()).toSeconds(), carried.size(), 100 * least);
                        return least >= 0.7;
                    });
        }
    }

    @Test
    void withoutAutoscalingTheScaleSubresourceDecides(TestNamespace namespace) throws Exception {
        namespace.applyManifest("postgres.yaml");
        namespace.create(
                "manual", TestNamespace.onPostgres("laptop", new Autoscaling(Mode.Off, 1, 3, 80, 60, 5, 20, 5, 5)));
        namespace.awaitReady("manual");

        namespace.instance("manual").scale(2);

        await("two pods")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> namespace.proxyPods("manual").size() == 2);
        await("scale status").atMost(TestNamespace.PATIENCE).untilAsserted(() -> {
            Scale scale = namespace.instance("manual").scale();
            assertThat(scale.getSpec().getReplicas()).isEqualTo(2);
            assertThat(scale.getStatus().getReplicas()).isEqualTo(2);
            assertThat(names(namespace
                            .client()
                            .pods()
                            .inNamespace(namespace.name())
                            .withLabelSelector(scale.getStatus().getSelector())
                            .list()
                            .getItems()))
                    .isEqualTo(names(namespace.proxyPods("manual")))
                    .hasSize(2);
        });
    }

    private static Set<String> names(List<Pod> pods) {
        return pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
    }

    /** Where it has no figures, a bound of its own is enough to make Kubernetes' autoscaler write. */
    @ParameterizedTest
    @EnumSource(names = {"Off", "Advisory"})
    void anAutoscalerOfKubernetesWritesTheNumber(Mode mode, TestNamespace namespace) throws Exception {
        assumeTrue(
                Backend.fromProperties() != Backend.embedded,
                "needs the controller of HorizontalPodAutoscalers, which the embedded cluster does not have");
        namespace.applyManifest("postgres.yaml");
        namespace.create(
                "foreign", TestNamespace.onPostgres("laptop", new Autoscaling(mode, 1, 3, 80, 60, 5, 20, 5, 5)));
        namespace.awaitReady("foreign");

        namespace.applyManifest("autoscaler.yaml");

        await("two pods")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> namespace.proxyPods("foreign").size() == 2);
        assertThat(namespace.instance("foreign").require().getSpec().replicas()).isEqualTo(2);
    }

    @Test
    void aChangeOfReplicasInModeAutoIsReportedAsIgnored(TestNamespace namespace) throws Exception {
        namespace.applyManifest("postgres.yaml");
        namespace.create("auto", TestNamespace.onPostgres("laptop", Autoscaling.DEFAULT));
        namespace.awaitReady("auto");

        namespace.instance("auto").scale(4);

        await("IgnoredInAuto")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> Instances.condition(
                                Instances.status(namespace.client(), namespace.name(), "auto")
                                        .orElseThrow(),
                                "AbleToScale")
                        .filter(condition -> condition.getReason().equals("IgnoredInAuto"))
                        .isPresent());
        assertThat(namespace.proxyPods("auto")).hasSize(1);
    }

    private static MastioInstanceStatus status(TestNamespace namespace) {
        return Instances.status(namespace.client(), namespace.name(), "busy").orElseThrow();
    }
}
