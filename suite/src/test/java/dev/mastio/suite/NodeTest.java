package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.Api;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import dev.mastio.api.MastioInstanceStatus.Verdict;
import dev.mastio.api.Soak;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a kernel can show: limits that bite, memory that runs out, a process that hangs. */
@ExtendWith(ClusterExtension.class)
class NodeTest {

    /** Long enough to be met in the middle. */
    private static final Soak LONG = new Soak(
            "0 3 * * *",
            "Etc/UTC",
            120,
            10,
            10,
            8,
            60,
            new Soak.Thresholds(250, 1.0, 10.0),
            false,
            new Soak.History(3, 3));

    @ParameterizedTest
    @ValueSource(strings = {"laptop", "edge-2", "small-4", "server-8"})
    void theKernelEnforcesWhatTheClassComputed(String hardwareClass, TestNamespace namespace) throws Exception {
        RealCluster node = namespace.node();
        namespace.create("sized", MastioInstanceSpec.of(hardwareClass));
        Pod pod = namespace.awaitRunning("sized");

        PodCgroup enforced = PodCgroup.of(node, pod);

        Map<String, Quantity> computed = namespace
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName("sized")
                .require()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getResources()
                .getLimits();
        assertThat(BigDecimal.valueOf(enforced.memoryLimit()))
                .isEqualByComparingTo(Quantity.getAmountInBytes(computed.get("memory")));
        assertThat(BigDecimal.valueOf(enforced.cpuLimit()).movePointLeft(3))
                .isEqualByComparingTo(Quantity.getAmountInBytes(computed.get("cpu")));
    }

    @Test
    void aProxyStartsWithTheCacheOfItsImage(TestNamespace namespace) throws Exception {
        namespace.node();
        namespace.create("quick", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("quick");

        for (ProcessHandle process :
                namespace.processesOf(namespace.proxyPods("quick").getFirst()))
            assertThat(Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps")))
                    .contains("/app/mastio-proxy.aot");
    }

    @Test
    void aProxyKilledForMemoryIsRestartedAndTheRunningSoakIsInconclusive(TestNamespace namespace) throws Exception {
        RealCluster node = namespace.node();
        namespace.create("starved", TestNamespace.withSoak("laptop", LONG, null));
        namespace.awaitReady("starved");
        namespace
                .instance("starved")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"%s\":\"now\"}}}".formatted(Api.RUN_SOAK));
        await("the soak sends its load")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> OpsPage.of(namespace.proxyPods("starved").getFirst(), "/metrics")
                        .lines()
                        .anyMatch(line -> line.matches("mastio_arrivals_total\\{.*traffic=\"soak\".*} [1-9].*")));

        exhaustMemory(PodCgroup.of(node, namespace.proxyPods("starved").getFirst()));

        ContainerStateTerminated killed =
                namespace.awaitRestart("starved").getLastState().getTerminated();
        assertThat(killed.getReason()).isEqualTo("OOMKilled");
        SoakRun run = await("verdict")
                .atMost(Duration.ofMinutes(6))
                .until(
                        () -> Instances.status(namespace.client(), namespace.name(), "starved")
                                .flatMap(status -> Optional.ofNullable(status.soak()))
                                .map(SoakStatus::runs)
                                .filter(runs -> !runs.isEmpty()),
                        Optional::isPresent)
                .orElseThrow()
                .getFirst();
        assertThat(run.verdict()).as(run.message()).isEqualTo(Verdict.Inconclusive);
        namespace.awaitReady("starved");
    }

    @Test
    void aHungProxyIsRestartedWithinTheBudgetOfItsLivenessProbe(TestNamespace namespace) throws Exception {
        namespace.node();
        namespace.create("hung", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("hung");
        Pod pod = namespace.proxyPods("hung").getFirst();
        Probe liveness = pod.getSpec().getContainers().getFirst().getLivenessProbe();

        Instant stopped = Instant.now();
        for (ProcessHandle process : namespace.processesOf(pod)) signal("STOP", process);

        Instant ended = Instant.parse(
                namespace.awaitRestart("hung").getLastState().getTerminated().getFinishedAt());
        // Each failure is a period apart and known after the time-out; a stopped process sees no SIGTERM and is given
        // the whole grace period.
        Duration budget = Duration.ofSeconds((long) liveness.getPeriodSeconds() * liveness.getFailureThreshold()
                + liveness.getTimeoutSeconds()
                + pod.getSpec().getTerminationGracePeriodSeconds());
        // The status of a container has whole seconds.
        assertThat(Duration.between(stopped, ended)).isLessThanOrEqualTo(budget.plusSeconds(2));
        namespace.awaitReady("hung");
    }

    /** Puts a process that takes memory without end into the group; the kernel kills the larger one there first. */
    private static void exhaustMemory(PodCgroup group) throws Exception {
        Process eater = new ProcessBuilder("sh", "-c", "read go && exec tail /dev/zero").start();
        try {
            group.add(eater.toHandle());
            eater.getOutputStream().write("go\n".getBytes(StandardCharsets.UTF_8));
            eater.getOutputStream().close();
            await("the kernel ends it, too").atMost(Duration.ofMinutes(1)).until(() -> !eater.isAlive());
        } finally {
            eater.destroyForcibly();
        }
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
    }
}
