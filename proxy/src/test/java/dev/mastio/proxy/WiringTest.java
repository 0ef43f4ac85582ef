package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.edge.tls.TestAuthority.Holder;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Settings that only do something if the rooms are put together with them. */
@ParameterizedClass
@EnumSource
class WiringTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private RunningProxy proxy;
    private final HttpClient nobody = Clients.speaking(HttpClient.Version.HTTP_1_1);

    WiringTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        proxy = RunningProxy.start(
                directory,
                Map.of(
                        "MCP_PROXY_DATABASE_URL",
                        database.url(),
                        "MCP_PROXY_ADMIN_SECRET",
                        SECRET,
                        "MCP_PROXY_RATE_LIMIT_PER_MINUTE",
                        "2",
                        "MASTIO_AUDIT_CHECKPOINT_SECONDS",
                        "1"));
        proxy.awaitReady(nobody);
    }

    @AfterEach
    void stop() {
        proxy.close();
        database.close();
        nobody.close();
    }

    @Test
    void anAgentWithACertificateHasABudgetOfItsOwn() throws Exception {
        Enrolling enrolling = new Enrolling(database.open());

        try (HttpClient alice = showing(enrolling.agent("alice"));
                HttpClient bob = showing(enrolling.agent("bob"))) {
            assertThat(challenge(alice).statusCode()).isEqualTo(200);
            assertThat(challenge(alice).statusCode()).isEqualTo(200);
            HttpResponse<String> third = challenge(alice);

            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.body()).contains("Rate limit exceeded");
            assertThat(third.headers().firstValue("Retry-After")).hasValue("60");
            assertThat(challenge(bob).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theEndOfTheAuditLogIsSignedWithAKeyThatIsPublic() throws Exception {
        String key = Json.read(RunningProxy.send(nobody, proxy.data("/.well-known/jwks-local.json"))
                        .body())
                .path("keys")
                .path(0)
                .path("kid")
                .asText();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bundle())
                        .contains("{\"kind\":\"checkpoint\"", "{\"kind\":\"key\",\"kid\":\"" + key + "\""));
    }

    @Test
    void theBreakerThatAdministratorsSeeIsTheOneThatTheDatabaseIsWatchedWith() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> answer = RunningProxy.send(
                    nobody,
                    proxy.data("/v1/admin/observability/circuit-breaker").header("X-Admin-Secret", SECRET));
            assertThat(Json.read(answer.body()).path("samples").asInt()).isGreaterThan(1);
        });
    }

    private String bundle() throws Exception {
        return RunningProxy.send(nobody, proxy.data("/v1/admin/audit/bundle").header("X-Admin-Secret", SECRET))
                .body();
    }

    private HttpResponse<String> challenge(HttpClient client) throws Exception {
        return RunningProxy.send(client, proxy.data("/v1/auth/login-challenge").POST(BodyPublishers.ofString("{}")));
    }

    private static HttpClient showing(TestAgent agent) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(Clients.showing(new Holder(agent.pair(), agent.chain()).keyManagers()))
                .build();
    }
}
