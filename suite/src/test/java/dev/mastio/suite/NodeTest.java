package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import dev.mastio.api.MastioInstanceStatus.Verdict;
import dev.mastio.api.Soak;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** What the sizing page has for each class. One at a time: what they ask for fills the node. */
    @ParameterizedTest
    @CsvSource({
        "laptop,          500, 256",
        "edge-2,         1500, 1152",
        "small-4,        3000, 1152",
        "server-8,       6000, 2304",
        "workstation-16, 10000, 8192",
    })
    @ResourceLock("room on the node")
    void theKernelEnforcesWhatTheClassComputed(
            String hardwareClass, long cpuMillis, long memoryMebibytes, TestNamespace namespace) throws Exception {
        RealCluster node = namespace.node();
        namespace.create("sized", MastioInstanceSpec.of(hardwareClass));
        Pod pod = namespace.awaitRunning("sized");

        assertThat(enforced(node, pod))
                .containsExactly(Map.entry("proxy", new Limits(cpuMillis, memoryMebibytes << 20)));
    }

    /** What the sizing page has for its two containers, on the machine that it has in mind. */
    @Test
    @ResourceLock("room on the node")
    void theKernelEnforcesTheSeparateCeilingsOfAnEdgeAndItsOriginal(TestNamespace namespace) throws Exception {
        RealCluster node = namespace.node();
        namespace.create("front", Serialization.unmarshal("""
                        hardwareClass: server-8
                        edge: {upstream: 'ghcr.io/mastio/original:stand-in'}
                        """, MastioInstanceSpec.class));
        Pod pod = namespace.awaitRunning("front");

        assertThat(enforced(node, pod))
                .containsOnly(
                        Map.entry("original", new Limits(4000, 2048L << 20)),
                        Map.entry("proxy", new Limits(2000, 256L << 20)));
        assertThat(pod.getSpec().getContainers())
                .extracting(
                        Container::getName,
                        container -> container.getResources().getRequests())
                .containsExactlyInAnyOrder(
                        tuple("original", Map.of("cpu", new Quantity("500m"), "memory", new Quantity("256Mi"))),
                        tuple("proxy", Map.of("cpu", new Quantity("250m"), "memory", new Quantity("32Mi"))));
    }

    @Test
    @ResourceLock(value = "operator", mode = ResourceAccessMode.READ)
    void theKernelEnforcesTheLimitsOfTheOperator(TestNamespace namespace) throws Exception {
        RealCluster node = namespace.node();

        Pod operator = namespace.operatorOfOurs();

        assertThat(enforced(node, operator)).containsExactly(Map.entry("operator", new Limits(2000, 512L << 20)));
    }

    @Test
    void aProgramIsStartedInAContainerByExec(TestNamespace namespace) throws Exception {
        namespace.node();
        namespace.create("entered", MastioInstanceSpec.of("laptop"));
        Pod pod = namespace.awaitRunning("entered");

        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (ExecWatch java = namespace
                .client()
                .pods()
                .resource(pod)
                .writingOutput(told)
                .writingError(told)
                .exec("java", "-version")) {
            assertThat(java.exitCode().get(1, TimeUnit.MINUTES))
                    .as(told.toString(StandardCharsets.UTF_8))
                    .isZero();
        }

        assertThat(told.toString(StandardCharsets.UTF_8)).contains("openjdk version \"25");
    }

    @Test
    void aPodThatIsNotRestrictedIsRefused(TestNamespace namespace) {
        namespace.node();
        for (String place : List.of(namespace.name(), "mastio-system")) {
            Pod careless = new PodBuilder()
                    .withNewMetadata()
                    .withName("careless")
                    .withNamespace(place)
                    .endMetadata()
                    .withNewSpec()
                    .addNewContainer()
                    .withName("careless")
                    .withImage("local.mastio.dev/pause:1")
                    .endContainer()
                    .endSpec()
                    .build();

            assertThatThrownBy(() -> namespace.client().resource(careless).create())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("violates PodSecurity \"restricted");
        }
    }

    /** Neither is unpacked, compared or compiled at each start. */
    @Test
    void aProxyStartsWithTheCacheAndTheNativeCodeOfItsImage(TestNamespace namespace) throws Exception {
        namespace.node();
        namespace.create("quick", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("quick");

        List<ProcessHandle> processes =
                namespace.processesOf(namespace.proxyPods("quick").getFirst());
        assertThat(processes).isNotEmpty();
        for (ProcessHandle process : processes)
            assertThat(Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps")))
                    .contains("/app/mastio-proxy.aot", "/app/native/libsqlitejdbc.so");
    }

    @Test
    @ResourceLock(value = "operator", mode = ResourceAccessMode.READ)
    void theOperatorStartsWithTheCacheOfItsImage(TestNamespace namespace) throws Exception {
        namespace.node();

        List<ProcessHandle> processes = namespace.processesOf(namespace.operatorOfOurs());
        assertThat(processes).isNotEmpty();
        for (ProcessHandle process : processes)
            assertThat(Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps")))
                    .contains("/app/mastio-operator.aot");
    }

    @Test
    void aProxyKilledForMemoryIsRestartedAndTheRunningSoakIsInconclusive(TestNamespace namespace) throws Exception {
        RealCluster node = namespace.node();
        namespace.create("starved", TestNamespace.withSoak("laptop", LONG, null));
        namespace.awaitReady("starved");
        Instances.runSoak(namespace.client(), namespace.name(), "starved", "now");
        await("the soak sends its load")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> OpsPage.of(namespace.proxyPods("starved").getFirst(), "/metrics")
                        .lines()
                        .anyMatch(line -> line.matches("mastio_arrivals_total\\{.*traffic=\"soak\".*} [1-9].*")));

        assertThat(enforced(node, namespace.pods("starved", "soak").getFirst()))
                .containsExactly(Map.entry("soak", new Limits(2000, 512L << 20)));

        // Those were requests of the warm-up.
        Instant judged = Instant.now().plusSeconds(LONG.warmUpSeconds() + LONG.idleSeconds() + 5);
        await("the load that is judged")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> Instant.now().isAfter(judged));

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
        assertThat(run.reason()).as(run.message()).isEqualTo("PodRestarted");
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
        List<ProcessHandle> processes = namespace.processesOf(pod);
        assertThat(processes).isNotEmpty();
        Processes.signal("STOP", processes);

        Instant ended = Instant.parse(
                namespace.awaitRestart("hung").getLastState().getTerminated().getFinishedAt());
        Instant given = givenUp(namespace, pod);
        System.out.printf(
                "A hung proxy was given up after %d s and ended after %d s.%n",
                Duration.between(stopped, given).toSeconds(),
                Duration.between(stopped, ended).toSeconds());
        // The budget of the sizing page: five failures, 30 s apart, each known after 5 s.
        assertThat(liveness.getPeriodSeconds()).isEqualTo(30);
        assertThat(liveness.getTimeoutSeconds()).isEqualTo(5);
        assertThat(liveness.getFailureThreshold()).isEqualTo(5);
        Duration budget = Duration.ofSeconds(
                (long) liveness.getPeriodSeconds() * liveness.getFailureThreshold() + liveness.getTimeoutSeconds());
        assertThat(budget).isEqualTo(Duration.ofSeconds(155));
        // An event's time is in whole seconds, and a node that is busy is late.
        assertThat(Duration.between(stopped, given)).isLessThanOrEqualTo(budget.plusSeconds(5));
        // A stopped process sees no SIGTERM and is given the probe's whole grace period.
        assertThat(Duration.between(given, ended))
                .isLessThanOrEqualTo(Duration.ofSeconds(liveness.getTerminationGracePeriodSeconds() + 10));
        namespace.awaitReady("hung");
    }

    /** When the kubelet had seen enough failed probes. */
    private static Instant givenUp(TestNamespace namespace, Pod pod) {
        return namespace.client().v1().events().inNamespace(namespace.name()).list().getItems().stream()
                .filter(event -> event.getReason().equals("Killing"))
                .filter(event -> event.getInvolvedObject()
                        .getName()
                        .equals(pod.getMetadata().getName()))
                .map(event -> Instant.parse(event.getFirstTimestamp()))
                .findFirst()
                .orElseThrow();
    }

    /** Thousandths of a CPU, and bytes. */
    private record Limits(long cpu, long memory) {}

    private static Map<String, Limits> enforced(RealCluster node, Pod pod) throws Exception {
        Map<String, Limits> limits = new LinkedHashMap<>();
        for (ContainerStatus container : pod.getStatus().getContainerStatuses()) {
            PodCgroup group = PodCgroup.of(node, container);
            limits.put(container.getName(), new Limits(group.cpuLimit(), group.memoryLimit()));
        }
        return limits;
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
}
