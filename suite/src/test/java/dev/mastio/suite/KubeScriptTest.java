package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code local/kubernetes/kube} says, and whom it takes for the supervisor of its cluster. None runs here. */
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

    @Test
    void saysWhatToDoWhereNothingIsBuiltAndNoGoIsThere() throws Exception {
        ProcessBuilder build = buildWithNothing(tools());

        assertThat(refusal(build))
                .contains(
                        "is not built yet and there is no Go on PATH", "Either install Go 1.", "MASTIO_KUBERNETES_BIN")
                .contains("kube-apiserver", "containerd", "etcd");
    }

    @Test
    void tellsWhoIsNotRootSoBeforeTheLongBuild() throws Exception {
        Path tools = tools();
        program(tools, "go", "exit 0");
        Files.delete(tools.resolve("id"));
        program(tools, "id", "echo 1000");

        assertThat(refusal(buildWithNothing(tools)))
                .contains("a node needs root", "--without-node")
                .doesNotContain("Building");
    }

    @Test
    void refusesProgramsOfAnotherVersion() throws Exception {
        Path given = Files.createDirectories(folder.resolve("given"));
        Path kubelet = program(given, "kubelet", "echo Kubernetes v1.36.99");

        assertThat(refusal(buildWith(given)))
                .contains(kubelet + " is of another version than the 1.37.", "Kubernetes v1.36.99");
    }

    @Test
    void runsNoProgramThatIsNotWhatItsDigestSays() throws Exception {
        Path given = Files.createDirectories(folder.resolve("given"));
        Path ran = folder.resolve("ran");
        program(given, "kubelet", "touch " + ran);
        Files.writeString(given.resolve("SHA256SUMS"), "%s  kubelet%n".formatted("0".repeat(64)));

        assertThat(refusal(buildWith(given))).contains(given + " is not what its SHA256SUMS says", "kubelet: FAILED");
        assertThat(ran).doesNotExist();
    }

    @Test
    void runsNoProgramWhoseDigestItIsNotTold() throws Exception {
        Path given = Files.createDirectories(folder.resolve("given"));
        Path ran = folder.resolve("ran");
        Path kubelet = program(given, "kubelet", "touch " + ran);
        Files.writeString(given.resolve("etcd"), "");
        Files.writeString(
                given.resolve("SHA256SUMS"),
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  etcd%n".formatted());

        assertThat(refusal(buildWith(given))).contains(kubelet + " is not named in the SHA256SUMS");
        assertThat(ran).doesNotExist();
    }

    @Test
    void tellsWhatFailedInAStart() throws Exception {
        Path given = Files.createDirectories(folder.resolve("given"));
        String versions = "cat %1$s/control-plane/go.mod %1$s/etcd/go.mod".formatted(SCRIPT.getParent());
        for (String name : List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"))
            program(given, name, versions);
        program(given, "openssl", "echo the dice are lost >&2; exit 3");
        ProcessBuilder run = new KubeScript(SCRIPT, folder.resolve("new")).command("run", List.of("--without-node"));
        run.environment().put("MASTIO_KUBERNETES_BIN", given.toString());
        run.environment().put("PATH", given + ":" + System.getenv("PATH"));

        assertThat(ended(run, 3)).contains("status 3 of: openssl", "the dice are lost");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void passesOnWhatAFailedCommandSaid() {
        assertThatThrownBy(() -> kube.run("stop", "etcd"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no component etcd runs in " + kube.state());
    }

    /** What the script needs before it builds, but for Go. */
    private Path tools() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of(
                "bash",
                "dirname",
                "readlink",
                "awk",
                "sed",
                "tr",
                "head",
                "find",
                "sort",
                "sha256sum",
                "xargs",
                "id",
                "uname")) Files.createSymbolicLink(tools.resolve(tool), program(tool));
        return tools;
    }

    private ProcessBuilder buildWithNothing(Path tools) {
        ProcessBuilder build = kube.command("build", List.of());
        build.environment().remove("MASTIO_KUBERNETES_BIN");
        build.environment().put("PATH", tools.toString());
        build.environment()
                .put("MASTIO_KUBERNETES_HOME", folder.resolve("empty").toString());
        return build;
    }

    private ProcessBuilder buildWith(Path given) {
        ProcessBuilder build = kube.command("build", List.of());
        build.environment().put("MASTIO_KUBERNETES_BIN", given.toString());
        return build;
    }

    private static String refusal(ProcessBuilder command) throws Exception {
        return ended(command, 75);
    }

    /** What the script says when it ends with this code. */
    private static String ended(ProcessBuilder command, int code) throws Exception {
        Process ended = command.redirectErrorStream(true).start();
        String said = new String(ended.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ended.waitFor()).as(said).isEqualTo(code);
        return said;
    }

    private static Path program(Path folder, String name, String script) throws IOException {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private static Path program(String name) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
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
