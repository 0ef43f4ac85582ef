package dev.mastio.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void theEndOfTheFirstProcessIsTheEndOfAllThatItStarted() throws Exception {
        try (Sandbox sandbox = new Sandbox()) {
            ContainerProcess process = start(directory, sandbox, "setsid sleep 600 & echo $!; exit 3");

            int code = process.end().get(30, TimeUnit.SECONDS);

            assertThat(code).isEqualTo(3);
            long left = Long.parseLong(log().strip());
            await().atMost(SOON).until(() -> !isAlive(left));
        }
    }

    @Test
    void killReachesAProcessThatDetachedItselfAndIgnoresSignals() throws Exception {
        try (Sandbox sandbox = new Sandbox()) {
            ContainerProcess process = start(directory, sandbox, "trap '' TERM; setsid sleep 600 & echo $!; wait");
            await().atMost(SOON).until(() -> log().contains("\n"));

            process.stop();
            process.kill();

            assertThat(process.end().get(30, TimeUnit.SECONDS)).isEqualTo(137);
            long left = Long.parseLong(log().strip());
            await().atMost(SOON).until(() -> !isAlive(left));
        }
    }

    @Test
    void killingTheClusterLeavesNoProcess() throws Exception {
        Process cluster = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Cluster.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long child;
        long grandchild;
        try (BufferedReader said = cluster.inputReader()) {
            child = Long.parseLong(said.readLine());
            grandchild = Long.parseLong(said.readLine());
            assertThat(isAlive(child) && isAlive(grandchild)).isTrue();

            cluster.destroyForcibly().waitFor();
        }

        await().atMost(SOON).until(() -> !isAlive(child) && !isAlive(grandchild));
    }

    /** A cluster with one container, in a process of its own so that it can be killed. */
    static final class Cluster {
        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            Sandbox sandbox = new Sandbox();
            ContainerProcess process = start(directory, sandbox, "setsid sleep 600 & echo $!; wait");
            System.out.println(process.pid());
            try (BufferedReader log = new BufferedReader(
                    new InputStreamReader(Files.newInputStream(directory.resolve("0.log")), StandardCharsets.UTF_8))) {
                String line = log.readLine();
                while (line == null) {
                    Thread.onSpinWait();
                    line = log.readLine();
                }
                System.out.println(line.substring(ContainerLog.STAMP));
            }
            process.end().join();
        }
    }

    private static ContainerProcess start(Path directory, Sandbox sandbox, String script) throws IOException {
        Files.createFile(directory.resolve("0.log"));
        return new ContainerProcess(
                List.of("/bin/sh", "-c", script),
                Map.of("PATH", System.getenv("PATH")),
                directory,
                sandbox.mark("uid", "c", 0),
                "TERM",
                new ContainerLog(directory.resolve("0.log"), Clock.systemUTC()));
    }

    private String log() throws IOException {
        return LogReader.tail(directory.resolve("0.log"), 10, 1000);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
