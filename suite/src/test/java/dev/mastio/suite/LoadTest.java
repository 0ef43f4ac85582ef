package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {

    @TempDir
    private Path folder;

    @Test
    void saysWhyALoadHasEndedThatDidNotBegin() throws IOException {
        try (Load load = Load.start(withoutLoadProgram(), "https://127.0.0.1:9443", 1, 60, folder)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !load.isRunning());

            assertThat(load.howItEnded())
                    .startsWith("ended with exit code 1:")
                    .contains("Could not find or load main class dev.mastio.bench.Main");
        }
    }

    private Distribution withoutLoadProgram() throws IOException {
        Path target = Files.createDirectories(folder.resolve("benchmarks/target"));
        Files.createFile(target.resolve("mastio-benchmarks.jar"));
        return new Distribution(folder, folder.resolve("state"));
    }
}
