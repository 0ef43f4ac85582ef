package dev.mastio.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.HardwareClassSpec;
import dev.mastio.api.MastioHardwareClass;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.local.api.ApiConfig;
import dev.mastio.local.api.EmbeddedApi;
import dev.mastio.operator.OperatorProcess;
import dev.mastio.operator.config.OperatorConfig;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API server goes away, forgets its history, and changes before anybody watches again. */
class ApiLossTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void whatChangedWhileNobodyWatchedIsSeenOnceTheServerIsBack(@TempDir Path data) throws IOException {
        EmbeddedApi first = EmbeddedApi.start(ApiConfig.defaults().withDataDirectory(data));
        Config cluster = Config.fromKubeconfig(first.kubeconfig());
        int port = Integer.parseInt(first.url().replaceFirst(".*:", ""));
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(cluster).build()) {
            prepare(client);
            try (OperatorProcess operator = OperatorProcess.start(config(), cluster, () -> {})) {
                await().atMost(PATIENCE).until(() -> cpuLimit(client).equals(Optional.of(new Quantity("6"))));

                first.close();
                try (EmbeddedApi _ = EmbeddedApi.start(
                        ApiConfig.defaults().withDataDirectory(data).withPort(port))) {
                    client.resources(MastioInstance.class)
                            .inNamespace("default")
                            .withName("demo")
                            // Whatever the operator writes into the status meanwhile.
                            .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"hardwareClass\":\"small\"}}");

                    await().atMost(PATIENCE).until(() -> cpuLimit(client).equals(Optional.of(new Quantity("3"))));
                    await().atMost(PATIENCE).until(() -> Metrics.health(operator, "/health/ready") == 200);
                    assertThat(Metrics.health(operator, "/health/live")).isEqualTo(200);
                }
            }
        }
    }

    private static void prepare(KubernetesClient client) throws IOException {
        for (String crd : new String[] {"mastioinstances", "mastiohardwareclasses"}) {
            try (var yaml = Files.newInputStream(Path.of("../manifests/crds/" + crd + ".mastio.dev.yaml"))) {
                client.load(yaml).serverSideApply();
            }
        }
        client.resource(machine("large", 8)).create();
        client.resource(machine("small", 4)).create();
        MastioInstance instance = new MastioInstance();
        instance.setMetadata(new ObjectMetaBuilder()
                .withName("demo")
                .withNamespace("default")
                .build());
        instance.setSpec(MastioInstanceSpec.of("large"));
        client.resource(instance).create();
    }

    private static MastioHardwareClass machine(String name, int cores) {
        MastioHardwareClass machine = new MastioHardwareClass();
        machine.setMetadata(new ObjectMetaBuilder().withName(name).build());
        machine.setSpec(new HardwareClassSpec(null, cores, new Quantity("8Gi"), null, null));
        return machine;
    }

    private static OperatorConfig config() {
        return OperatorConfig.from(Map.of(
                "MASTIO_OPERATOR_LEADER_ELECTION", "false",
                "MASTIO_OPERATOR_WATCH_NAMESPACES", "default",
                "MASTIO_OPERATOR_HOST", "127.0.0.1",
                "MASTIO_OPERATOR_PORT", "0"));
    }

    private static Optional<Quantity> cpuLimit(KubernetesClient client) {
        Deployment deployment = client.apps()
                .deployments()
                .inNamespace("default")
                .withName("demo")
                .get();
        return Optional.ofNullable(deployment)
                .map(found -> found.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getLimits()
                        .get("cpu"));
    }
}
