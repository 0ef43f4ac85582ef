package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The commands as {@code ./mastio} runs them, each in a process of its own; one after the other, as most start a cluster. */
@Execution(ExecutionMode.SAME_THREAD)
class UpAndDownTest {

    @TempDir
    private Path folder;

    @AfterEach
    void takeDown() throws Exception {
        mastio("down");
    }

    @Test
    void downEndsWhatUpStartedAndLeavesNothing() throws Exception {
        Result up = mastio("up", "--without-operator");
        assertThat(up.code()).as(up.output()).isZero();
        assertThat(up.output()).contains("export KUBECONFIG=" + state().resolve("kubeconfig"));
        ProcessHandle cluster = cluster();

        Result down = mastio("down");

        assertThat(down.code()).as(down.output()).isZero();
        await().atMost(Duration.ofSeconds(10)).until(() -> !cluster.isAlive());
        assertThat(state()).doesNotExist();
        assertThat(mastio("down").output()).contains("No cluster is up.");
    }

    @Test
    void aSecondStartLeavesTheFirstClusterAlone() throws Exception {
        mastio("up", "--without-operator");
        ProcessHandle cluster = cluster();

        Result again = mastio("up", "--without-operator");
        Result demo = mastio("demo", "--keep");

        assertThat(again.code()).isZero();
        assertThat(again.output()).contains("A cluster runs already, as process " + cluster.pid());
        assertThat(demo.code()).isNotZero();
        assertThat(demo.output()).contains("a cluster is up already, as process " + cluster.pid());
        assertThat(cluster()).isEqualTo(cluster);
        assertThat(state().resolve("kubeconfig")).exists();
    }

    @Test
    void downEndsAClusterThatWasKilledAndClearsAwayWhatItLeft() throws Exception {
        mastio("up", "--without-operator");
        ProcessHandle cluster = cluster();
        cluster.destroyForcibly();
        cluster.onExit().get(10, TimeUnit.SECONDS);

        Result down = mastio("down");

        assertThat(down.code()).as(down.output()).isZero();
        assertThat(state()).doesNotExist();
    }

    @Test
    void aClusterThatStaysBeginsAnewAfterOneThatHasCrashed() throws Exception {
        EmbeddedCluster crashed = EmbeddedCluster.startWhileThisRuns(distribution(), List.of());
        try (KubernetesClient client = crashed.client()) {
            client.resource(note()).create();
        }
        ProcessHandle process = cluster();
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);

        try (Cluster cluster = new ClusterOption().startToStay(distribution());
                KubernetesClient client = cluster.client()) {
            assertThat(client.resource(note()).get()).isNull();
        }
    }

    @Test
    void aClusterWhosePidCannotBeNotedEnds() throws Exception {
        Files.createDirectories(state().resolve("pid.new/in-the-way"));

        assertThatThrownBy(() -> EmbeddedCluster.startWhileThisRuns(distribution(), List.of()))
                .isInstanceOf(IOException.class);

        assertThat(Processes.ofThisProgram(state().resolve("kubeconfig").toString()))
                .isEmpty();
    }

    @Test
    void downSparesAProcessThatHasGotThePidOfAnEarlierCluster() throws Exception {
        Process stranger = new ProcessBuilder("/bin/sh", "-c", "read -r _", "run").start();
        Files.writeString(Files.createDirectories(state()).resolve("pid"), Long.toString(stranger.pid()));
        try {
            Result down = mastio("down");

            assertThat(down.output()).contains("No cluster is up.");
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void downTouchesNothingInAFolderThatIsNotACluster() throws Exception {
        Path letter = Files.writeString(Files.createDirectories(state()).resolve("letter"), "keep me");

        mastio("down");

        assertThat(letter).hasContent("keep me");
    }

    @Test
    void everyCommandHasHelp() throws Exception {
        for (String command : List.of("demo", "up", "down", "ready", "reaction", "soaks", "roll", "fleet")) {
            Result help = mastio(command, "--help");

            assertThat(help.code()).as(command).isZero();
            assertThat(help.output()).startsWith("Usage: mastio " + command);
        }
    }

    private Path state() {
        return folder.resolve("state");
    }

    private Distribution distribution() {
        return Distribution.fromProperties().withState(state());
    }

    private static ConfigMap note() {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("note")
                .withNamespace("default")
                .endMetadata()
                .build();
    }

    private ProcessHandle cluster() throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(state().resolve("pid"))))
                .orElseThrow();
    }

    private record Result(int code, String output) {}

    private Result mastio(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmastio.root=" + Distribution.fromProperties().root(),
                "-Dmastio.state=" + state(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path said = Files.createTempFile(folder, "said", "");
        // Into a file: a cluster that stays up would keep a pipe open.
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
    }
}
