package dev.mastio.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.local.api.ApiConfig;
import dev.mastio.local.api.EmbeddedApi;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a pod runs it: environment in, signals, exit code. */
class ProcessTest {

    @Test
    void aLeaderStopsWithinSecondsOfTheSignalAndGivesTheLeaseBack(@TempDir Path folder)
            throws IOException, InterruptedException {
        TestCluster cluster = TestCluster.shared();
        String namespace = cluster.newNamespace();
        Process operator = run(
                folder,
                Map.of(
                        "KUBECONFIG",
                        cluster.kubeconfig(folder).toString(),
                        "MASTIO_OPERATOR_HOST",
                        "127.0.0.1",
                        "MASTIO_OPERATOR_PORT",
                        "0",
                        "MASTIO_OPERATOR_LEASE_NAMESPACE",
                        namespace,
                        // Not all of them: the others belong to other tests.
                        "MASTIO_OPERATOR_WATCH_NAMESPACES",
                        namespace,
                        "MASTIO_OPERATOR_IDENTITY",
                        "process"));
        await().atMost(Duration.ofSeconds(60)).until(() -> "process".equals(holder(cluster, namespace)));

        long start = System.nanoTime();
        operator.destroy();
        boolean ended = operator.waitFor(30, TimeUnit.SECONDS);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(ended).as(() -> log(folder)).isTrue();
        assertThat(took).as(() -> log(folder)).isLessThan(Duration.ofSeconds(10));
        assertThat(holder(cluster, namespace)).isEmpty();
    }

    @Test
    void aSettingThatCantBeUsedEndsTheProcessWithItsName(@TempDir Path folder)
            throws IOException, InterruptedException {
        Process operator = run(folder, Map.of("MASTIO_OPERATOR_PORT", "many"));

        assertThat(operator.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(operator.exitValue()).isEqualTo(2);
        assertThat(log(folder)).contains("MASTIO_OPERATOR_PORT is 'many', which is not a port");
    }

    /** As when the operator is quicker than its CRDs: alive and never ready, nothing would start it again. */
    @Test
    void anOperatorThatCantStartEndsSoThatItIsStartedAgain(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (EmbeddedApi withoutCrds = EmbeddedApi.start(ApiConfig.defaults())) {
            Path kubeconfig = folder.resolve("kubeconfig");
            withoutCrds.writeKubeconfig(kubeconfig);

            Process operator = run(
                    folder,
                    Map.of(
                            "KUBECONFIG", kubeconfig.toString(),
                            "MASTIO_OPERATOR_HOST", "127.0.0.1",
                            "MASTIO_OPERATOR_PORT", "0",
                            "MASTIO_OPERATOR_LEASE_NAMESPACE", "default"));

            try {
                assertThat(operator.waitFor(120, TimeUnit.SECONDS))
                        .as(() -> log(folder))
                        .isTrue();
                assertThat(operator.exitValue()).isEqualTo(1);
                assertThat(log(folder)).contains("the operator could not start");
            } finally {
                operator.destroyForcibly();
            }
        }
    }

    private static Process run(Path folder, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.mastio.operator.Main")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String holder(TestCluster cluster, String namespace) {
        Lease lease = cluster.client()
                .leases()
                .inNamespace(namespace)
                .withName("mastio-operator")
                .get();
        return lease == null || lease.getSpec().getHolderIdentity() == null
                ? ""
                : lease.getSpec().getHolderIdentity();
    }

    private static String log(Path folder) {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
