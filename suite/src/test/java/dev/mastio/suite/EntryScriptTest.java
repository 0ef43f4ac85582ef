package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./mastio} itself, as far as it goes without a build: a copy of it, beside nothing that could be built. */
class EntryScriptTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path folder;

    @Test
    void saysHowToGetAJdkWhenThereIsNone() throws Exception {
        Result result = mastio(Map.of("MASTIO_JDKS", folder.toString()), "build");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output()).contains("no JDK 25 found", "https://adoptium.net", "JAVA_HOME", folder.toString());
    }

    @Test
    void looksForAJdkWhereTheyUsuallyAre() throws Exception {
        Files.createSymbolicLink(folder.resolve("some-jdk"), JDK);

        assertThat(goesOnToMaven(Map.of("MASTIO_JDKS", "/nowhere:" + folder))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.2", "21.0.4", "24", "26", "26.0.1", "250"})
    void passesOverAJavaHomeThatIsNotOfTheOneVersion(String version) throws Exception {
        Path other = jdk(version);

        assertThat(goesOnToMaven(Map.of("JAVA_HOME", other.toString(), "MASTIO_JDKS", "/nowhere")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25.0.1", "25-ea"})
    void takesAnyUpdateOfTheOneVersion(String version) throws Exception {
        Path one = jdk(version);

        assertThat(goesOnToMaven(Map.of("JAVA_HOME", one.toString(), "MASTIO_JDKS", "/nowhere")))
                .isTrue();
    }

    @Test
    void theBuildAndTheScriptAgreeOnTheOneVersion() throws Exception {
        assertThat(Files.readString(ROOT.resolve("pom.xml")))
                .contains("<maven.compiler.release>25</maven.compiler.release>", "<version>[25,26)</version>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "test",
                "up",
                "down",
                "build",
                "floors",
                "load-vs-wrk",
                "proxy-vs-nginx",
                "edge-pool",
                "limits"
            })
    void hasHelpForEachCommandWithoutDoingIt(String command) throws Exception {
        Result asked = mastio(Map.of(), "help", command);
        Result option = mastio(Map.of(), command, "--help");

        assertThat(asked.code()).isZero();
        assertThat(asked.output()).hasSizeGreaterThan(40).doesNotContain("unknown command");
        assertThat(option).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "test", "replicas", "reaction", "roll"})
    void saysAtOnceWhereThereIsNoPostgres(String command) throws Exception {
        program("uname", "echo Linux aarch64");

        Result result = mastio(Map.of("MASTIO_JDKS", "/nowhere"), command);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output())
                .contains("./mastio " + command, "Postgres", "x86-64 only", "this is Linux aarch64")
                .doesNotContain("JDK");
    }

    /** {@code UpAndDownTest} shows that it is so. */
    @Test
    void doesNotPromiseThatDataOutlastsACrash() throws Exception {
        assertThat(mastio(Map.of(), "help", "up").output())
                .contains("Data lasts until ./mastio down.", "crashed", "begins anew");
    }

    @Test
    void listsEveryCommandThatItHas() throws Exception {
        String usage = mastio(Map.of()).output();

        assertThat(usage)
                .contains("demo", "test", "up, down", "bench", "build")
                .contains(
                        "ready",
                        "auth",
                        "replicas",
                        "reaction",
                        "soaks",
                        "roll",
                        "fleet",
                        "faults",
                        "floors",
                        "load-vs-wrk",
                        "proxy-vs-nginx",
                        "edge-pool",
                        "limits");
    }

    /** Where only the end of the output is kept, nobody sees what went by before it. */
    @Test
    void endsWithTheTestsThatFailedAndWhy() throws Exception {
        program("uname", "echo Linux x86_64");
        program("mvn", """
                cat <<'LOG'
                [ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 4 s <<< FAILURE! -- in dev.mastio.OneTest
                [ERROR] dev.mastio.OneTest.holds -- Time elapsed: 1 s <<< FAILURE!
                java.lang.AssertionError:\s

                Expecting actual:
                  1
                to be greater than or equal to:
                  2
                    at some.Frame
                    at another.Frame
                [INFO] Tests run: 9, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1 s -- in dev.mastio.OtherTest
                [INFO] BUILD FAILURE
                LOG
                exit 1""");
        jdk("25.0.1");

        Result result = mastio(Map.of("MASTIO_JDKS", folder.toString()), "test");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output())
                .containsSubsequence(
                        "BUILD FAILURE",
                        "[ERROR] dev.mastio.OneTest.holds -- Time elapsed: 1 s <<< FAILURE!\n",
                        "Expecting actual:\n  1\nto be greater than or equal to:\n  2\n",
                        "FAILED after")
                .doesNotContain("Frame");
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        assertThat(mastio(Map.of(), "dmeo"))
                .satisfies(result -> assertThat(result.code()).isEqualTo(2))
                .satisfies(result -> assertThat(result.output()).contains("unknown command dmeo", "Usage:"));
    }

    /** One on the PATH that does that. */
    private void program(String name, String script) throws IOException {
        Path program = tools().resolve(name);
        Files.writeString(program, "#!/bin/bash\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    /** What says of itself that it is a JDK of that version. */
    private Path jdk(String version) throws IOException {
        Path jdk = folder.resolve("jdk");
        Files.createDirectories(jdk.resolve("bin"));
        assertThat(Files.createFile(jdk.resolve("bin/javac")).toFile().setExecutable(true))
                .isTrue();
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
        return jdk;
    }

    /** Without Maven on the PATH the script ends there, which is after it has found its JDK. */
    private boolean goesOnToMaven(Map<String, String> variables) throws Exception {
        Result result = mastio(variables, "build");
        assertThat(result.code()).isNotZero();
        return !result.output().contains("no JDK 25 found");
    }

    private record Result(int code, String output) {}

    private Result mastio(Map<String, String> variables, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", script().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("HOME", folder.toString(), "PATH", tools().toString()));
        builder.environment().putAll(variables);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    private Path script() throws IOException {
        Path checkout = folder.resolve("my checkout");
        if (!Files.exists(checkout)) {
            Files.createDirectories(checkout.resolve("benchmarks"));
            for (String script : List.of(
                    "mastio",
                    "benchmarks/floors.sh",
                    "benchmarks/load-vs-wrk.sh",
                    "benchmarks/proxy-vs-nginx.sh",
                    "benchmarks/edge-pool.sh",
                    "benchmarks/limits.sh")) {
                Files.copy(ROOT.resolve(script), checkout.resolve(script));
            }
        }
        return checkout.resolve("mastio");
    }

    /** What the script needs of a system, with neither Java nor Maven among it. */
    private Path tools() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of(
                "bash",
                "cat",
                "dirname",
                "readlink",
                "sed",
                "tr",
                "mkdir",
                "touch",
                "grep",
                "head",
                "tail",
                "awk",
                "tee")) {
            Path link = tools.resolve(tool);
            if (!Files.exists(link)) Files.createSymbolicLink(link, whereIs(tool));
        }
        return tools;
    }

    private static Path whereIs(String tool) {
        return List.of("/usr/bin", "/bin").stream()
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
