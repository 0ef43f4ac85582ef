package dev.mastio.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompanionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void endsWhenTheProcessThatStartedItIsKilled(@TempDir Path directory) throws Exception {
        Process companion = new ProcessBuilder("cat").start();
        Path log = directory.resolve("log");
        Process cluster = cluster(companion, directory, log);
        try {
            await().atMost(PATIENCE).until(() -> Files.readString(log).contains("ready"));

            companion.destroyForcibly();

            assertThat(cluster.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            companion.destroyForcibly();
            cluster.destroyForcibly();
        }
    }

    private static Process cluster(Process companion, Path directory, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LocalMain.class.getName(),
                        "up",
                        "--kubeconfig",
                        directory.resolve("kubeconfig").toString(),
                        "--ends-with",
                        Long.toString(companion.pid()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
