package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The unmodified client SDK, from PyPI, in an environment that this test makes (once, under {@code target}). */
class CullisSdkTest {

    private static final Path ENVIRONMENT = Path.of("target", "cullis-sdk").toAbsolutePath();
    private static final Path PYTHON = ENVIRONMENT.resolve("bin/python");
    private static final long INSTALL_MINUTES = 5;
    private static final String ADMIN_SECRET = "an-admin-secret-of-more-than-32-letters";

    @TempDir
    private Path directory;

    @BeforeAll
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

    @ParameterizedTest
    @EnumSource(Store.Kind.class)
    void enrolsLogsInByAChallengeMintsABoundTokenAndCalls(Store.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.fresh(kind, directory);
                RunningProxy proxy = RunningProxy.start(
                        directory,
                        Map.of("MCP_PROXY_DATABASE_URL", database.url(), "MCP_PROXY_ADMIN_SECRET", ADMIN_SECRET))) {
            Enrolling registry = new Enrolling(database.open());
            try (HttpClient client = Clients.speaking(HttpClient.Version.HTTP_1_1)) {
                proxy.awaitReady(client);
                Files.writeString(
                        directory.resolve("ca.pem"),
                        RunningProxy.send(client, proxy.data("/pki/ca.crt")).body());
            }
            TestAgent alice = registry.certifiedByTheRoot("alice");
            Files.writeString(directory.resolve("agent.crt"), alice.pem());
            Files.writeString(directory.resolve("agent.key"), keyPem(alice));
            Path script = Files.write(
                    directory.resolve("calls.py"),
                    CullisSdkTest.class
                            .getResourceAsStream("cullis_sdk_calls.py")
                            .readAllBytes());

            Outcome outcome = run(List.of(
                    PYTHON.toString(),
                    script.toString(),
                    "https://127.0.0.1:" + proxy.dataPort(),
                    ADMIN_SECRET,
                    directory.toString()));

            assertThat(outcome.succeeded()).as(outcome.output).isTrue();
            List<JsonNode> steps = steps(outcome.output);
            assertThat(steps.getFirst().path("agent").asText()).isEqualTo(alice.id());
            String claims = steps.get(1).path("token").asText().split("\\.", -1)[1];
            // It makes a key at each login: a mint that asked for the registered one would lock all of its users out.
            assertThat(Json.read(Base64.getUrlDecoder().decode(claims))
                            .path("cnf")
                            .path("jkt")
                            .asText())
                    .hasSize(43)
                    .isNotEqualTo(registry.proofKey(alice.id()));
            assertThat(steps).hasSize(4);
            for (JsonNode call : steps.subList(2, 4)) {
                assertThat(call.path("status").intValue()).isEqualTo(200);
                assertThat(call.path("body").path("denied_reason_code").asText())
                        .isEqualTo("tool_not_found");
            }
        }
    }

    private record Outcome(int code, String output) {
        boolean succeeded() {
            return code == 0;
        }
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

    private static List<JsonNode> steps(String output) throws IOException {
        List<JsonNode> steps = new ArrayList<>();
        for (String line : output.lines().filter(text -> text.startsWith("{")).toList()) {
            steps.add(Json.read(line));
        }
        return steps;
    }

    private static String keyPem(TestAgent agent) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(agent.pair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
