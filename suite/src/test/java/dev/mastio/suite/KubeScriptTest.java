package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom {@code local/kubernetes/kube} takes for the supervisor of its cluster. None runs here. */
class KubeScriptTest {

    private static final Path SCRIPT =
            Path.of("../local/kubernetes/kube").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private KubeScript kube;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        kube = new KubeScript(SCRIPT, folder.resolve("state"));
        Files.createDirectories(kube.state());
        process = new ProcessBuilder("/bin/sh", "-c", "read -r _", "/elsewhere/kube", "run").start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void endsTheProcessThatItNoted() throws Exception {
        note(process.pid(), begin(process));

        kube.run("down");

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void leavesAnotherClusterAloneThatHasGotTheNumber() throws Exception {
        note(process.pid(), "12");

        kube.run("down");

        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void leavesItAloneWhereNoBeginIsNoted() throws Exception {
        Files.writeString(kube.state().resolve("supervisor"), Long.toString(process.pid()));

        kube.run("down");

        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void endsNoComponentWhereNobodySupervisesAnyMore() throws Exception {
        note(process.pid(), "12");
        Path component = Files.createDirectories(kube.state().resolve("pid")).resolve("etcd");
        Files.createDirectories(kube.state().resolve("hold"));
        Files.writeString(component, Long.toString(process.pid()));

        assertThatThrownBy(() -> kube.run("stop", "etcd")).isInstanceOf(IOException.class);

        assertThat(process.isAlive()).isTrue();
    }

    private void note(long pid, String begin) throws IOException {
        Files.writeString(kube.state().resolve("supervisor.begin"), begin);
        Files.writeString(kube.state().resolve("supervisor"), Long.toString(pid));
    }

    private static String begin(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)).get(19);
    }
}
