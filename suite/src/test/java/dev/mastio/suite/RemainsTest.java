package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a cluster with a node leaves on the machine when it ends: nothing. One at a time: each looks at what all clusters share. */
@Execution(ExecutionMode.SAME_THREAD)
class RemainsTest {

    private static final List<String> TUNABLES = List.of(
            "vm/overcommit_memory", "vm/panic_on_oom", "kernel/panic", "kernel/panic_on_oops", "net/ipv4/ip_forward");

    @TempDir
    private Path folder;

    private final List<Path> places = List.of(Path.of("/var/lib/cni"), Path.of("/var/log/containers"));

    @BeforeEach
    void onlyWithANode() {
        assumeTrue(
                Backend.fromProperties() == Backend.real,
                "starts a second cluster with a node: ./mastio test --cluster=real");
    }

    /** What runs in the background would outlive a test that has failed. */
    @AfterEach
    void takeDown() throws Exception {
        if (Backend.fromProperties() == Backend.real) kube().run("down");
    }

    @Test
    void aClusterThatIsTakenDownLeavesNothing() throws Exception {
        KubeScript kube = kube();
        List<String> before = tunables();
        List<Path> files = inFixedPlaces();
        kube.run("up");
        runAPod(kube);
        Traces traces = Traces.of(kube);
        assertThat(traces.found()).as("what to look for").isNotEmpty();

        kube.run("down");

        assertThat(traces.found()).isEmpty();
        assertThat(tunables()).isEqualTo(before);
        assertThat(inFixedPlaces()).isEqualTo(files);
    }

    @Test
    void aClusterWhoseSupervisorIsKilledEndsAndTheNextDownRemovesTheRest() throws Exception {
        KubeScript kube = kube();
        List<Path> files = inFixedPlaces();
        kube.run("up");
        runAPod(kube);
        Traces traces = Traces.of(kube);

        kill(kube);

        await("no process, mount or interface is left")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(traces.alive()).isEmpty());
        kube.run("down");
        assertThat(traces.found()).isEmpty();
        assertThat(inFixedPlaces()).isEqualTo(files);
    }

    @Test
    void aClusterWhoseSupervisorIsKilledInItsStartLeavesNothingEither() throws Exception {
        KubeScript kube = kube();
        Path waits = Files.writeString(folder.resolve("openssl"), "#!/bin/sh\nexec sleep 30\n");
        assertThat(waits.toFile().setExecutable(true)).isTrue();
        ProcessBuilder run = kube.command("run", List.of()).redirectError(ProcessBuilder.Redirect.DISCARD);
        run.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        Process supervisor = run.start();
        try {
            await("it is about to make certificates")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Files.exists(kube.state().resolve("pki")));
        } finally {
            supervisor.destroyForcibly().waitFor();
        }
        Traces traces = Traces.of(kube);
        assertThat(traces.found()).contains("interface " + traces.link());

        kube.run("down");

        assertThat(traces.found()).isEmpty();
    }

    private static void kill(KubeScript kube) throws IOException {
        ProcessHandle.of(Long.parseLong(
                        Files.readString(kube.state().resolve("supervisor")).strip()))
                .orElseThrow()
                .destroyForcibly();
    }

    private KubeScript kube() {
        return KubeScript.of(Distribution.fromProperties().withState(folder));
    }

    private static void runAPod(KubeScript kube) {
        Config config = Config.fromKubeconfig(kube.kubeconfig().toFile());
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            Pod pod = new PodBuilder()
                    .withNewMetadata()
                    .withName("one")
                    .withNamespace("default")
                    .endMetadata()
                    .withNewSpec()
                    .addNewContainer()
                    .withName("one")
                    .withImage("local.mastio.dev/pause:1")
                    .withImagePullPolicy("Never")
                    .endContainer()
                    .endSpec()
                    .build();
            client.resource(pod).create();
            await("a pod runs")
                    .atMost(Duration.ofMinutes(1))
                    .until(() ->
                            client.resource(pod).get().getStatus().getPhase().equals("Running"));
        }
    }

    private static List<String> tunables() throws IOException {
        List<String> values = new ArrayList<>();
        for (String name : TUNABLES)
            values.add(name + "=" + Files.readString(Path.of("/proc/sys", name)).strip());
        return values;
    }

    /** What the machine sees of the places that programs have built in; each cluster must have its own there. */
    private List<Path> inFixedPlaces() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path place : places) {
            if (!Files.exists(place)) continue;
            try (Stream<Path> tree = Files.walk(place)) {
                tree.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    /** Where one cluster shows on the machine. */
    private record Traces(Path state, String cgroup, String link) {

        static Traces of(KubeScript kube) throws IOException {
            return new Traces(kube.state(), kube.setting("cgroup_name"), "kube" + kube.setting("slice"));
        }

        List<String> found() throws IOException {
            List<String> found = new ArrayList<>(alive());
            if (Files.exists(state)) found.add("folder " + state);
            for (Path hierarchy : children(Path.of("/sys/fs/cgroup")))
                if (Files.exists(hierarchy.resolve(cgroup))) found.add("control group " + hierarchy.resolve(cgroup));
            if (Files.exists(Path.of("/sys/fs/cgroup", cgroup))) found.add("control group " + cgroup);
            return found;
        }

        /** What needs a process to be there. */
        List<String> alive() throws IOException {
            List<String> found = new ArrayList<>();
            ProcessHandle.allProcesses()
                    .filter(process -> mentionsUs(Path.of("/proc", Long.toString(process.pid()))))
                    .forEach(process -> found.add("process " + process.pid()));
            if (Files.readString(Path.of("/proc/self/mounts")).contains(state.toString())) found.add("a mount");
            if (Files.exists(Path.of("/sys/class/net", link))) found.add("interface " + link);
            return found;
        }

        private boolean mentionsUs(Path process) {
            try {
                return Files.readString(process.resolve("cmdline")).contains(state.toString())
                        || Files.readString(process.resolve("cgroup")).contains(cgroup);
            } catch (IOException gone) {
                return false;
            }
        }

        private static List<Path> children(Path folder) throws IOException {
            try (Stream<Path> children = Files.list(folder)) {
                return children.filter(Files::isDirectory).toList();
            }
        }
    }
}
