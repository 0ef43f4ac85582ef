package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two proxies on one database, real HTTP, real certificates: mint, call, and the row that the call leaves. */
@ParameterizedClass
@EnumSource
class AuthenticatedCallTest {

    private static final String TOKEN = "/v1/auth/token";
    private static final String CALL = "/v1/ingress/execute";

    private final Store.Kind kind;
    private final HttpClient client = HttpClient.newBuilder()
            .sslContext(Clients.trustingAnyone())
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store store;
    private Enrolling enrolling;
    private RunningProxy proxy;
    private RunningProxy other;
    private TestAgent alice;

    AuthenticatedCallTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        proxy = start(database);
        other = start(database);
        store = database.open();
        enrolling = new Enrolling(store);
        alice = enrolling.agent("alice", "erp.inventory.read");
        await().until(() -> post(proxy, TOKEN, Json.object().put("client_assertion", "x"), Map.of())
                        .statusCode()
                == 401);
        await().until(() -> post(other, TOKEN, Json.object().put("client_assertion", "x"), Map.of())
                        .statusCode()
                == 401);
    }

    @AfterEach
    void stop() {
        proxy.close();
        other.close();
        database.close();
        client.close();
    }

    @Test
    void aCallIsInTheAuditLogWhenItsAnswerArrives() throws Exception {
        String token = token(proxy);

        HttpResponse<String> answer = call(proxy, token, proof(token));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Json.read(answer.body()).path("denied_reason_code").asText()).isEqualTo("tool_not_found");
        assertThat(rows("tool_execute"))
                .containsExactly(alice.id() + "|cullis_stress_probe|error|Tool not found|r1|"
                        + TestKeys.thumbprint(alice.proofPair()) + "|v2");
    }

    @Test
    void aCallWithANameThatIsNoGoodForARowIsInTheAuditLogAllTheSame() throws Exception {
        String token = token(proxy);

        HttpResponse<String> answer = call(proxy, token, proof(token), "r".repeat(5_000));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Json.read(answer.body()).path("request_id").asText()).hasSize(5_000);
        assertThat(rows("tool_execute"))
                .singleElement()
                .asString()
                .contains("rrr \u2026 (cut)|")
                .hasSizeLessThan(1_000);
    }

    @Test
    void aTokenByACertificateThatWasReplacedIsInTheAuditLogWhenItArrives() throws Exception {
        enrolling.renew("alice");

        token(proxy);

        String shown = alice.byGrace().shown();
        assertThat(rows("agent.cert_pinning_grace_match"))
                .containsExactly(alice.id() + "|null|success|{\"cert_sha256\":\"" + shown + "\"}|null|null|v2");
    }

    @Test
    void aTokenOfOneProxyIsGoodOnTheOtherAndAProofOnOneOfThemOnce() throws Exception {
        String token = token(proxy);
        String proof = proof(token);
        assertThat(call(other, token, proof).statusCode()).isEqualTo(200);

        assertThat(call(other, token, proof).body()).contains("DPoP proof replay detected");
        assertThat(call(proxy, token, proof).body()).contains("DPoP proof replay detected");
        assertThat(call(proxy, token, proof).statusCode()).isEqualTo(401);
    }

    @Test
    void aDeactivatedAgentIsRefusedByBoth() throws Exception {
        String token = token(proxy);
        assertThat(call(proxy, token, proof(token)).statusCode()).isEqualTo(200);
        // Remembers her, too, by now.
        assertThat(call(other, token, proof(token)).statusCode()).isEqualTo(200);

        enrolling.deactivate(alice);

        assertThat(call(proxy, token, proof(token)).statusCode()).isEqualTo(401);
        assertThat(call(other, token, proof(token)).body()).contains("agent not registered or deactivated");
    }

    @Test
    void bothOfferTheSameNonce() throws Exception {
        await().untilAsserted(() -> {
            String nonce = nonce(proxy);
            assertThat(nonce).matches("[0-9a-f]{32}").isEqualTo(nonce(other));
        });
    }

    private static RunningProxy start(TestDatabase database) throws Exception {
        return RunningProxy.start(Path.of("."), Map.of("MCP_PROXY_DATABASE_URL", database.url()));
    }

    private String token(RunningProxy where) throws Exception {
        String proof =
                alice.proof("POST", "https://127.0.0.1" + TOKEN, Instant.now()).text();
        HttpResponse<String> answer = post(
                where,
                TOKEN,
                Json.object().put("client_assertion", alice.assertion(Instant.now())),
                Map.of("DPoP", proof));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body()).path("access_token").asText();
    }

    /** Names the address without its port, so that it is good for both. */
    private String proof(String token) {
        return alice.proof("POST", "https://127.0.0.1" + CALL, Instant.now())
                .forToken(token)
                .text();
    }

    private HttpResponse<String> call(RunningProxy where, String token, String proof) throws Exception {
        return call(where, token, proof, "r1");
    }

    private HttpResponse<String> call(RunningProxy where, String token, String proof, String requestId)
            throws Exception {
        return post(
                where,
                CALL,
                Json.object().put("tool", "cullis_stress_probe").put("request_id", requestId),
                Map.of("Authorization", "DPoP " + token, "DPoP", proof));
    }

    private HttpResponse<String> post(RunningProxy where, String path, ObjectNode body, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request = where.data(path).POST(BodyPublishers.ofString(Json.text(body)));
        headers.forEach(request::header);
        return RunningProxy.send(client, request);
    }

    private String nonce(RunningProxy where) throws Exception {
        return RunningProxy.send(client, where.data("/nothing"))
                .headers()
                .firstValue("DPoP-Nonce")
                .orElse("");
    }

    private List<String> rows(String action) throws Exception {
        return store.read(connection -> {
            List<String> rows = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(
                            "SELECT agent_id, tool_name, status, detail, request_id, dpop_jkt, hash_format FROM audit_log"
                                    + " WHERE action = '" + action + "' ORDER BY chain_seq")) {
                while (found.next()) {
                    rows.add("%s|%s|%s|%s|%s|%s|%s"
                            .formatted(
                                    found.getString(1),
                                    found.getString(2),
                                    found.getString(3),
                                    found.getString(4),
                                    found.getString(5),
                                    found.getString(6),
                                    found.getString(7)));
                }
            }
            return rows;
        });
    }
}
