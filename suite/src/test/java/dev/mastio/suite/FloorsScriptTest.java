package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code floors.sh} with programs in the place of the proxy, which only listens, and of the load program, which searches for ever. */
class FloorsScriptTest {

    private static final Path SCRIPT = Path.of("../benchmarks/floors.sh");
    private static final String JAVA = """
            #!/bin/sh
            case "$*" in
              -version) echo 'openjdk version "25"' >&2 ;;
              *mastio-proxy.jar*) exec "%s/bin/jwebserver" -b "$MCP_PROXY_HOST" -p 9443 ;;
              *) touch "$SEARCHES"; exec sleep 1000 ;;
            esac
            """.formatted(System.getProperty("java.home"));

    @TempDir
    private Path folder;

    private Process script;
    private List<ProcessHandle> started = List.of();

    @BeforeEach
    void startToSearch() throws IOException {
        assumeTrue(Runtime.getRuntime().availableProcessors() >= 2, "one processor: the script refuses that");
        Files.copy(SCRIPT, in("benchmarks", "floors.sh"));
        Files.createFile(in("benchmarks/target", "mastio-benchmarks.jar"));
        Files.createFile(in("proxy/target", "mastio-proxy.jar"));
        Path java = Files.writeString(in("jdk/bin", "java"), JAVA);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.createDirectories(folder.resolve("tmp"));
        Path searches = folder.resolve("searches");
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", folder.resolve("benchmarks/floors.sh").toString())
                .inheritIO();
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("TMPDIR", folder.resolve("tmp").toString());
        builder.environment().put("SEARCHES", searches.toString());
        script = builder.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(searches));
        started = script.descendants().toList();
    }

    @AfterEach
    void endAll() {
        started.forEach(ProcessHandle::destroyForcibly);
        if (script != null) script.destroyForcibly();
    }

    @Test
    void endsAtOnceWhenToldToAndLeavesNothing() throws Exception {
        script.destroy();

        assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).isEqualTo(2);
        assertThat(started).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    private Path in(String directory, String file) throws IOException {
        return Files.createDirectories(folder.resolve(directory)).resolve(file);
    }
}
