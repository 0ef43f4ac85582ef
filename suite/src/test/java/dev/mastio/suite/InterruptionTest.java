package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as {@code ./mastio} runs them, which are told to end while they are at work; one after the other, as each starts a cluster. */
@Execution(ExecutionMode.SAME_THREAD)
class InterruptionTest {

    /** 128 and the number of SIGTERM, as shells tell of whoever a signal has ended. */
    private static final int TERMINATED = 143;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private final List<ProcessHandle> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fleet --hollow 1 --real 0", "demo"})
    void leavesNothingOfAClusterWithAnOperator(String command) throws Exception {
        Process program = start(command);
        awaitProcess(program, "dev.mastio.operator.Main");

        terminate(program);

        assertLeftNothing(program);
    }

    @Test
    void leavesNothingOfAClusterThatIsBeingStarted() throws Exception {
        Process program = start("soaks");
        awaitProcess(program, "dev.mastio.local.LocalMain");

        terminate(program);

        assertLeftNothing(program);
    }

    private Path temporary() {
        return folder.resolve("temporary");
    }

    private Path said() {
        return folder.resolve("said");
    }

    private Process start(String command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + Files.createDirectory(temporary()),
                "-Dmastio.root=" + Distribution.fromProperties().root(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(List.of(command.split(" ")));
        Process program = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(said().toFile())
                .start();
        started.add(program.toHandle());
        return program;
    }

    private static void awaitProcess(Process program, String mainClass) {
        await().atMost(PATIENCE)
                .until(() -> program.descendants()
                        .anyMatch(process -> commandLine(process).contains(mainClass)));
    }

    private void terminate(Process program) throws InterruptedException {
        program.descendants().forEach(started::add);
        program.destroy();
        assertThat(program.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private void assertLeftNothing(Process program) throws IOException {
        assertThat(temporary()).isEmptyDirectory();
        assertThat(started).hasSizeGreaterThan(1).noneMatch(ProcessHandle::isAlive);
        assertThat(processesThatName(temporary())).isEmpty();
        String said = Files.readString(said());
        assertThat(program.exitValue()).as(said).isEqualTo(TERMINATED);
        assertThat(said).contains("Interrupted.").doesNotContain("\tat ");
    }

    /** Those too that were started after the others had been counted. */
    private static Stream<ProcessHandle> processesThatName(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(folder.toString()));
    }

    private static String commandLine(ProcessHandle process) {
        return process.info().commandLine().orElse("");
    }
}
