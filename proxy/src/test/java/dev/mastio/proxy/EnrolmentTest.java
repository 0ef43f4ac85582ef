package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestProof;
import dev.mastio.proxy.enrolment.TestApplicant;
import dev.mastio.proxy.pki.Fingerprints;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.pki.TestKeys;
import dev.mastio.proxy.pki.TestRequests;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The way of an agent from its application to its revocation, over the network, decided at the command line of a service that runs. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
class EnrolmentTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Map<String, String> environment;
    private RunningProxy proxy;
    private final HttpClient client = Clients.speaking(HttpClient.Version.HTTP_2);

    EnrolmentTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        environment = new HashMap<>(RunningProxy.environment(
                directory,
                Map.of(
                        "MCP_PROXY_DATABASE_URL",
                        database.url(),
                        "MCP_PROXY_ORG_ID",
                        "acme",
                        "MCP_PROXY_ADMIN_SECRET",
                        SECRET,
                        "MCP_PROXY_DB_ENCRYPTION_KEY",
                        "a passphrase of thirty-two letters")));
        proxy = RunningProxy.start(directory, environment);
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        RunningProxy.send(client, proxy.operations("/readyz")).statusCode() == 200);
    }

    @AfterEach
    void stop() {
        proxy.close();
        database.close();
    }

    @Test
    void letsAnAgentInAndOutAgain() throws Exception {
        TestAgent alice = enrol("alice", "agent");

        String token = mint(alice);
        assertThat(call(alice, token).statusCode()).isEqualTo(200);
        assertThat(command("agents")).startsWith("acme::alice\tactive\t").endsWith("\torder.read\n");
        assertThat(command("revoke", "acme::alice", "--reason", "left")).isEqualTo("revoked: acme::alice\n");
        assertThat(call(alice, token).statusCode()).isEqualTo(401);
        assertThat(command("reactivate", "acme::alice")).isEqualTo("active: acme::alice\n");
        assertThat(call(alice, token).statusCode()).isEqualTo(200);
        assertThat(actions()).containsSubsequence("pki.create", "agent.create", "agent.deactivate", "agent.reactivate");
    }

    @Test
    void acceptsAgentsOfAFormerIntermediateWithinItsGrace() throws Exception {
        TestAgent before = enrol("alice", "agent");
        String token = mint(before);

        assertThat(command("rotate", "--grace-days", "1")).startsWith("rotated: acme Mastio CA\n");

        assertThat(call(before, token).statusCode()).isEqualTo(200);
        assertThat(call(before, mint(before)).statusCode()).isEqualTo(200);
    }

    @Test
    void publishesTheChainThatItsCertificatesLeadTo() throws Exception {
        TestAgent alice = enrol("alice", "agent");

        List<X509Certificate> anchors = Pem.certificates(get("/pki/ca.crt").body());
        JsonNode bootstrap =
                Json.read(get("/.well-known/cullis/connector-bootstrap").body());

        assertThat(alice.chain().get(1)).isEqualTo(anchors.get(1));
        assertThat(bootstrap.path("ca_fingerprint_sha256").asText()).isEqualTo(Fingerprints.of(anchors.getFirst()));
        assertThat(bootstrap.path("org_id").asText()).isEqualTo("acme");
        assertThat(Json.read(get("/.well-known/jwks-local.json").body()).path("keys"))
                .hasSize(1);
    }

    @Test
    void certifiesUsersForAWorkloadThatEnrolled() throws Exception {
        TestAgent desk = enrol("desk", "workload");
        assertThat(admin("/v1/admin/users", Json.object().put("user_name", "mario"))
                        .statusCode())
                .isEqualTo(201);
        String token = mint(desk);
        ObjectNode body = Json.object()
                .put("principal_id", "cullis.local/acme/user/mario")
                .put("csr_pem", TestRequests.signed(TestKeys.p256()));

        HttpResponse<String> answer = authenticated(desk, token, "/v1/principals/csr", body);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(Pem.certificates(Json.read(answer.body()).path("cert_pem").asText()))
                .hasSize(2);
        TestAgent alice = enrol("alice", "agent");
        assertThat(authenticated(alice, mint(alice), "/v1/principals/csr", body).statusCode())
                .isEqualTo(403);
    }

    @Test
    void letsAUserInAndOutAgain() throws Exception {
        TestAgent desk = enrol("desk", "workload");
        admin("/v1/admin/users", Json.object().put("user_name", "mario"));
        String token = mint(desk);
        KeyPair pair = TestKeys.p256();
        ObjectNode body = Json.object()
                .put("principal_id", "cullis.local/acme/user/mario")
                .put("csr_pem", TestRequests.signed(pair));
        String certificates = Json.read(
                        authenticated(desk, token, "/v1/principals/csr", body).body())
                .path("cert_pem")
                .asText();
        TestAgent mario = new TestAgent("acme::user::mario", pair, Pem.certificates(certificates), TestKeys.p256());
        String marios = mint(mario);
        assertThat(call(mario, marios).statusCode()).isEqualTo(200);

        HttpResponse<String> revoked = RunningProxy.send(
                client,
                proxy.data("/v1/admin/users/mario")
                        .header("X-Admin-Secret", SECRET)
                        .DELETE());

        assertThat(revoked.statusCode()).isEqualTo(204);
        assertThat(call(mario, marios).statusCode()).isEqualTo(401);
        assertThat(tryMint(mario).statusCode())
                .as("by the certificate that is good for an hour")
                .isEqualTo(401);
        assertThat(authenticated(desk, token, "/v1/principals/csr", body).statusCode())
                .isEqualTo(403);
        assertThat(command("reactivate", "acme::user::mario")).isEqualTo("active: acme::user::mario\n");
        assertThat(call(mario, marios).statusCode()).isEqualTo(200);
        assertThat(command("revoke", "acme::user::mario")).isEqualTo("revoked: acme::user::mario\n");
        assertThat(call(mario, marios).statusCode()).isEqualTo(401);
        assertThat(actions()).containsSubsequence("user.certify", "user.deactivate", "user.reactivate");
    }

    @Test
    void demandsTheAdminSecret() throws Exception {
        HttpRequest.Builder list = proxy.data("/v1/admin/agents");

        assertThat(RunningProxy.send(client, list).statusCode()).isEqualTo(422);
        assertThat(RunningProxy.send(client, list.header("X-Admin-Secret", SECRET))
                        .statusCode())
                .isEqualTo(200);
        assertThat(RunningProxy.send(client, proxy.data("/v1/admin/agents").header("X-Admin-Secret", "guess"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void takesASessionCookieThatAClientSendsAmongOthersInFieldsOfTheirOwn() throws Exception {
        String password = "correct horse battery staple";
        HttpResponse<String> registered = post(
                "/proxy/register",
                "password=" + password.replace(' ', '+') + "&confirm_password=" + password.replace(' ', '+'));
        assertThat(registered.statusCode()).isEqualTo(303);
        String cookie =
                registered.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst("; HttpOnly.*", "");

        HttpResponse<String> list = RunningProxy.send(
                client,
                proxy.data("/v1/admin/enrollments")
                        .header("Cookie", "theme=dark")
                        .header("Cookie", cookie));

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body()).isEqualTo("[]");
    }

    private TestAgent enrol(String name, String type) throws Exception {
        TestApplicant applicant = new TestApplicant();
        HttpResponse<String> started =
                post("/v1/enrollment/start", Json.text(applicant.start().put("principal_type", type)));
        assertThat(started.statusCode()).isEqualTo(201);
        String session = Json.read(started.body()).path("session_id").asText();
        assertThat(command("pending"))
                .contains(session + "\t")
                .contains("\tAlice\talice@acme.example\t")
                .contains("\t" + type + "\n");
        assertThat(command("approve", session, "--agent-id", name, "--capability", "order.read"))
                .isEqualTo("approved: acme::" + name + "\n");
        HttpResponse<String> status = RunningProxy.send(
                client,
                proxy.data("/v1/enrollment/" + session + "/status")
                        .header("X-Enrollment-Proof", applicant.statusProof(session)));
        List<X509Certificate> chain =
                Pem.certificates(Json.read(status.body()).path("cert_pem").asText());
        return new TestAgent("acme::" + name, applicant.pair(), chain, TestKeys.p256());
    }

    private String mint(TestAgent agent) throws Exception {
        HttpResponse<String> answer = tryMint(agent);
        assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
        return Json.read(answer.body()).path("access_token").asText();
    }

    private HttpResponse<String> tryMint(TestAgent agent) throws Exception {
        TestProof proof = agent.proof("POST", url("/v1/auth/token"), Instant.now());
        return client.send(
                proxy.data("/v1/auth/token")
                        .header("DPoP", proof.text())
                        .POST(BodyPublishers.ofString(
                                Json.text(Json.object().put("client_assertion", agent.assertion(Instant.now())))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> call(TestAgent agent, String token) throws Exception {
        ObjectNode body = Json.object().put("tool", "cullis_stress_probe").put("request_id", "r1");
        body.putObject("parameters");
        return authenticated(agent, token, "/v1/ingress/execute", body);
    }

    private HttpResponse<String> authenticated(TestAgent agent, String token, String path, ObjectNode body)
            throws Exception {
        TestProof proof = agent.proof("POST", url(path), Instant.now()).forToken(token);
        return client.send(
                proxy.data(path)
                        .header("Authorization", "DPoP " + token)
                        .header("DPoP", proof.text())
                        .POST(BodyPublishers.ofString(Json.text(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> admin(String path, ObjectNode body) throws Exception {
        return client.send(
                proxy.data(path)
                        .header("X-Admin-Secret", SECRET)
                        .POST(BodyPublishers.ofString(Json.text(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return RunningProxy.send(client, proxy.data(path));
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return RunningProxy.send(client, proxy.data(path).POST(BodyPublishers.ofString(body)));
    }

    private String url(String path) {
        return "https://127.0.0.1:" + proxy.dataPort() + path;
    }

    private String command(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "admin";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Commands.run(
                environment,
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                all);
        JsonLogs.level("INFO");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        return out.toString(StandardCharsets.UTF_8);
    }

    private List<String> actions() throws Exception {
        HttpResponse<String> export =
                RunningProxy.send(client, proxy.data("/v1/admin/audit/export").header("X-Admin-Secret", SECRET));
        return export.body()
                .lines()
                .map(line -> {
                    try {
                        return Json.read(line).path("event_type").asText();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }
}
