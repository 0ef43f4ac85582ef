package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The unmodified client SDK, from PyPI, in an environment that is made once, under {@code target}. */
final class CullisSdk {

    private static final Path ENVIRONMENT = Path.of("target", "cullis-sdk").toAbsolutePath();
    private static final Path PYTHON = ENVIRONMENT.resolve("bin/python");
    private static final long INSTALL_MINUTES = 5;

    private record Outcome(int code, String output) {
        boolean succeeded() {
            return code == 0;
        }
    }

    private CullisSdk() {}

    /** Leaves the tests out that want it where it cannot be had. */
    static void install() throws Exception {
        Path done = ENVIRONMENT.resolve("installed");
        if (Files.exists(done)) {
            return;
        }
        if (!run(List.of("python3", "-c", "import venv, ensurepip")).succeeded()) {
            Needed.missing("there is no python3 with venv on PATH: the client SDK is not tested");
        }
        Outcome made = run(List.of("python3", "-m", "venv", "--clear", ENVIRONMENT.toString()));
        assertThat(made.succeeded()).as(made.output).isTrue();
        Outcome installed =
                run(List.of(PYTHON.toString(), "-m", "pip", "install", "-q", "cullis-sdk==0.2.2", "cryptography>=42"));
        if (!installed.succeeded()) {
            Needed.missing("cullis-sdk cannot be installed from PyPI: " + installed.output);
        }
        Files.createFile(done);
    }

    /**
     * The JSON objects that a script of ours prints, one a line.
     *
     * @param directory for the script, and its last argument
     */
    static List<JsonNode> run(Path directory, String script, String... arguments) throws Exception {
        Path copy = directory.resolve(script);
        try (InputStream in = CullisSdk.class.getResourceAsStream(script)) {
            Files.write(copy, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of(PYTHON.toString(), copy.toString()));
        command.addAll(List.of(arguments));
        command.add(directory.toString());
        Outcome outcome = run(command);
        assertThat(outcome.succeeded()).as(outcome.output).isTrue();
        List<JsonNode> steps = new ArrayList<>();
        for (String line :
                outcome.output.lines().filter(text -> text.startsWith("{")).toList()) {
            steps.add(Json.read(line));
        }
        return steps;
    }

    /** As the SDK reads it. */
    static String keyPem(TestAgent agent) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(agent.pair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static Outcome run(List<String> command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Outcome(-1, "timed out: " + output);
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        }
    }
}
