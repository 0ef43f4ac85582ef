package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstanceStatus;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Changes that clients must not notice. Alone on the machine: proxies without a processor answer late and then much at once, which is a
 * reason for more of them.
 */
@ExtendWith(ClusterExtension.class)
@Isolated
class UnderLoadTest {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    @Test
    void everyChangeOfModeKeepsTheReplicas(TestNamespace namespace, @TempDir Path output) throws Exception {
        try (OwnHardwareClass modest = OwnHardwareClass.create(namespace, 100)) {
            namespace.applyManifest("postgres.yaml");
            namespace.create(
                    "moded",
                    TestNamespace.onPostgres(modest.name(), new Autoscaling(Mode.Auto, 1, 6, 80, 75, 10, 20, 5, 5)));
            namespace.awaitReady("moded");

            // 200 requests a second where a replica is good for 100 and gets 80: three replicas. A fourth, which the
            // answers after a stall may bring, goes again: 200 are less than 75 for each of the other three.
            try (Load load =
                    Load.start(namespace.cluster().distribution(), namespace.baseUrl("moded"), 200, 400, output)) {
                namespace.awaitReplicas("moded", 3, load);
                try (SeenReplicas seen = new SeenReplicas(namespace
                        .client()
                        .apps()
                        .deployments()
                        .inNamespace(namespace.name())
                        .withName("moded"))) {
                    for (Mode mode : List.of(
                            Mode.Off, Mode.Auto, Mode.Advisory, Mode.Auto, Mode.Advisory, Mode.Off, Mode.Advisory))
                        change(namespace, mode);
                    assertThat(seen.numbers())
                            .as("the number in each version of the Deployment")
                            .containsExactly(3);
                }
                assertThat(load.isRunning()).as("all that happened under load").isTrue();
            }
        }
    }

    private static void change(TestNamespace namespace, Mode mode) {
        namespace.instance("moded").patch(MERGE, "{\"spec\":{\"autoscaling\":{\"mode\":\"%s\"}}}".formatted(mode));
        await("the operator has seen mode " + mode)
                .atMost(TestNamespace.PATIENCE)
                .until(() -> Objects.equals(
                        status(namespace, "moded").observedGeneration(),
                        namespace.instance("moded").require().getMetadata().getGeneration()));
        if (mode != Mode.Auto) {
            await("the number is in the spec, where users change it, in mode " + mode)
                    .atMost(TestNamespace.PATIENCE)
                    .until(() -> Objects.equals(
                            namespace.instance("moded").require().getSpec().replicas(), 3));
        }
        await("nothing moves in mode " + mode)
                .during(Duration.ofSeconds(12))
                .atMost(TestNamespace.PATIENCE)
                .failFast("the number moved", () -> namespace.wantedReplicas("moded") != 3)
                .until(() -> namespace.wantedReplicas("moded") == 3);
    }

    private static MastioInstanceStatus status(TestNamespace namespace, String instance) {
        return Instances.status(namespace.client(), namespace.name(), instance).orElseThrow();
    }
}
