package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.auth.TestProof;
import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.registry.Principals;
import dev.mastio.proxy.registry.TestUser;
import dev.mastio.proxy.registry.apitoken.ApiTokens;
import dev.mastio.proxy.registry.apitoken.PathScope;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Over the network, with each of the credentials that the egress family takes: alice asks for bob's certificate. */
@ParameterizedClass
@EnumSource
class AgentsPublicKeyTest {

    private static final String MARIO = "acme::user::mario";
    private static final String BOB = "/v1/egress/agents/acme::bob/public-key";
    private static final Journal NOWHERE = (connection, note) -> {};

    private final Store.Kind kind;
    private final InstantSource clock = InstantSource.system();
    private final HttpClient nobody = Clients.speaking(HttpClient.Version.HTTP_1_1);

    @TempDir
    private Path directory;

    private TestDatabase database;
    private RunningProxy proxy;
    private Store store;
    private TestAgent alice;
    private TestAgent bob;
    private HttpClient showing;

    AgentsPublicKeyTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        proxy = RunningProxy.start(
                directory, Map.of("MCP_PROXY_DATABASE_URL", database.url(), "MCP_PROXY_ORG_ID", "acme"));
        // The proxy founds the organisation, because it alone is told its name.
        proxy.awaitReady(nobody);
        store = database.open();
        Enrolling enrolling = new Enrolling(store);
        alice = enrolling.agent("alice");
        bob = enrolling.agent("bob");
        showing = HttpClient.newBuilder()
                .sslContext(Clients.showing(alice.keyManagers()))
                .version(HttpClient.Version.HTTP_2)
                .build();
    }

    @AfterEach
    void stop() {
        showing.close();
        nobody.close();
        proxy.close();
        database.close();
    }

    @Test
    void aFirstProofIsAnsweredWithTheNonceAndTheNextWithTheCertificate() throws Exception {
        HttpResponse<String> first = prove(BOB, proof(BOB));

        assertThat(first.statusCode()).isEqualTo(401);
        assertThat(first.body()).contains("use_dpop_nonce");
        assertBob(prove(BOB, proof(BOB).with("nonce", nonce(first))));
    }

    @Test
    void aSpiffeIdIsTakenFromThePathAsItIs() throws Exception {
        String path = "/v1/egress/agents/spiffe://cullis.local/acme/bob/public-key";
        String nonce = nonce(prove(path, proof(path)));

        assertBob(prove(path, proof(path).with("nonce", nonce)));
    }

    @Test
    void aProofThatWasUsedOrIsForAnotherPathOrByAnotherKeyIsRefused() throws Exception {
        String nonce = nonce(prove(BOB, proof(BOB)));
        TestProof used = proof(BOB).with("nonce", nonce);
        assertBob(prove(BOB, used));

        assertRefused(prove(BOB, used), "DPoP proof replay detected");
        TestProof elsewhere = proof("/v1/egress/agents/acme::carol/public-key").with("nonce", nonce);
        assertRefused(prove(BOB, elsewhere), "htu mismatch");
        TestProof foreign =
                TestProof.of(TestKeys.ec(), "GET", url(BOB), clock.instant()).with("nonce", nonce);
        assertRefused(prove(BOB, foreign), "DPoP proof was signed by a key not registered for this agent.");
    }

    @Test
    void anIdIsDecodedOnceAsAllOfAPath() throws Exception {
        HttpResponse<String> once =
                RunningProxy.send(nobody, proxy.data("/v1/federation/agents/acme::b%6fb/public-key"));

        assertThat(once.statusCode()).isEqualTo(200);
        for (String other : List.of("acme::b%256fb", "acme::b%00b", "%00")) {
            HttpResponse<String> answer =
                    RunningProxy.send(nobody, proxy.data("/v1/federation/agents/" + other + "/public-key"));
            assertThat(answer.statusCode()).as(other).isEqualTo(404);
        }
    }

    @Test
    void whoShowsNothingIsRefused() throws Exception {
        HttpResponse<String> answer = RunningProxy.send(nobody, proxy.data(BOB));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Json.read(answer.body()).path("detail").path("reason").asText())
                .isEqualTo("client_cert_not_verified");
    }

    @Test
    void anApiTokenDoesWithoutACertificateWithinItsPaths() throws Exception {
        assertBob(bearing(apiToken("/v1/egress/agents/*")));
        HttpResponse<String> answer = bearing(apiToken("/v1/llm/*"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("API token scope_paths does not allow this request path");
    }

    @Test
    void anAccessTokenDoesWithoutACertificate() throws Exception {
        HttpRequest.Builder mint = proxy.data("/v1/auth/token")
                .POST(BodyPublishers.ofString(
                        Json.text(Json.object().put("client_assertion", alice.assertion(clock.instant())))));
        String token = Json.read(RunningProxy.send(nobody, mint).body())
                .path("access_token")
                .asText();

        assertBob(bearing(token));
    }

    @Test
    void theBareKeyIsForAnybody() throws Exception {
        HttpResponse<String> answer =
                RunningProxy.send(nobody, proxy.data("/v1/federation/agents/acme::bob/public-key"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.read(answer.body()).path("public_key_pem").asText()).startsWith("-----BEGIN PUBLIC KEY-----");
        assertThat(answer.headers().firstValue("DPoP-Nonce")).isEmpty();
    }

    private void assertBob(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode body = Json.read(answer.body());
        assertThat(body.path("agent_id").asText()).isEqualTo("acme::bob");
        assertThat(body.path("cert_pem").asText()).isEqualTo(bob.pem());
    }

    private static void assertRefused(HttpResponse<String> answer, String detail) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains(detail);
    }

    private HttpResponse<String> prove(String path, TestProof proof) throws Exception {
        return RunningProxy.send(showing, proxy.data(path).header("DPoP", proof.text()));
    }

    private HttpResponse<String> bearing(String token) throws Exception {
        return RunningProxy.send(nobody, proxy.data(BOB).header("Authorization", "Bearer " + token));
    }

    private TestProof proof(String path) {
        return alice.proof("GET", url(path), clock.instant());
    }

    private String url(String path) {
        return "https://127.0.0.1:" + proxy.dataPort() + path;
    }

    private static String nonce(HttpResponse<String> answer) {
        return answer.headers().firstValue("DPoP-Nonce").orElseThrow();
    }

    private String apiToken(String path) throws Exception {
        new Principals(store, NOWHERE, clock).add(TestUser.named("mario", "Mario", Instant.EPOCH));
        return new ApiTokens(store, NOWHERE, clock)
                .mint(new ApiTokens.Wanted(
                        MARIO, path, List.of(), new PathScope(List.of(path)), Optional.empty(), Optional.empty()))
                .orElseThrow()
                .text()
                .reveal();
    }
}
