package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningClusterTest {

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void isFoundByItsPidAndFolder() throws IOException {
        Process cluster = process("dev.mastio.local.LocalMain", "up", "--data", state() + "/data");
        note(cluster);

        assertThat(RunningCluster.find(distribution()))
                .hasValueSatisfying(found -> assertThat(found.process().pid()).isEqualTo(cluster.pid()));
    }

    @Test
    void isFoundThoughItsFolderIsNamedByALink() throws IOException {
        Process cluster = process("/checkout/local/kubernetes/kube", "run", "--state", state() + "/kubernetes");
        note(cluster);
        Path link = Files.createSymbolicLink(folder.resolve("link"), state());

        assertThat(RunningCluster.find(distribution().withState(link))).isPresent();
    }

    @Test
    void isNotAProcessThatHasGotItsPidAndAWordOfItsCommandLine() throws IOException {
        note(process("run"));

        assertThat(RunningCluster.find(distribution())).isEmpty();
    }

    @Test
    void isNotTheClusterOfAnotherFolder() throws IOException {
        note(process("dev.mastio.local.LocalMain", "up", "--data", state() + "-2/data"));

        assertThat(RunningCluster.find(distribution())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12 and more"})
    void isNotThereWhenItsFileHoldsNoNumber(String content) throws IOException {
        Files.writeString(Files.createDirectories(state()).resolve("pid"), content);

        assertThat(RunningCluster.find(distribution())).isEmpty();
    }

    /** One with these last arguments that does nothing. */
    private Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "read -r _"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        processes.add(process);
        return process;
    }

    private void note(Process process) throws IOException {
        Files.createDirectories(state());
        RunningCluster.note(distribution(), process.pid());
    }

    private Path state() {
        return folder.resolve("state");
    }

    private Distribution distribution() {
        return new Distribution(folder, state());
    }
}
