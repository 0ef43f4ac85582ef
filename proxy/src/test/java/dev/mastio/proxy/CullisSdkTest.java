package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The unmodified client SDK lets itself in, logs in and calls. */
class CullisSdkTest {

    private static final String ADMIN_SECRET = "an-admin-secret-of-more-than-32-letters";

    @TempDir
    private Path directory;

    @BeforeAll
    static void install() throws Exception {
        CullisSdk.install();
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
            Files.writeString(directory.resolve("agent.key"), CullisSdk.keyPem(alice));

            List<JsonNode> steps = CullisSdk.run(
                    directory, "cullis_sdk_calls.py", "https://127.0.0.1:" + proxy.dataPort(), ADMIN_SECRET);

            assertThat(steps.getFirst().path("agent").asText()).isEqualTo(alice.id());
            String claims = steps.get(1).path("token").asText().split("\\.", -1)[1];
            // It makes a key at each login: a mint that asked for the registered one would lock all of its users out.
            assertThat(Json.read(Base64.getUrlDecoder().decode(claims))
                            .path("cnf")
                            .path("jkt")
                            .asText())
                    .hasSize(43)
                    .isNotEqualTo(registry.proofKey(alice.id()));
            assertThat(steps).hasSize(6);
            for (JsonNode call : steps.subList(2, 4)) {
                assertThat(call.path("status").intValue()).isEqualTo(200);
                assertThat(call.path("body").path("denied_reason_code").asText())
                        .isEqualTo("tool_not_found");
            }
            assertThat(steps.get(4).path("pem").asText()).isEqualTo(alice.pem());
            assertThat(steps.get(5).path("pem").asText())
                    .isEqualTo(Pem.text(alice.pair().getPublic()));
        }
    }
}
