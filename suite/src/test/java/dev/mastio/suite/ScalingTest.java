package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.Autoscaling.Mode;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replicas and who decides them, with real processes; what load does to them is in {@link UnderLoadTest}. */
@ExtendWith(ClusterExtension.class)
class ScalingTest {

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
            assertThat(scale.getStatus().getReplicas()).isEqualTo(2);
            assertThat(scale.getStatus().getSelector()).contains("app.kubernetes.io/instance=manual");
        });
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
}
