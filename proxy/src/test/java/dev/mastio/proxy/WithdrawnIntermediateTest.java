package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Intermediate that was withdrawn is believed nowhere, whichever of the two signatures that hold its certificate has. */
class WithdrawnIntermediateTest {

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Enrolling enrolling;
    private TestAgent alice;
    private TestAgent twin;

    @BeforeEach
    void enrol() throws Exception {
        database = TestDatabase.fresh(Store.Kind.SQLITE, directory);
        enrolling = new Enrolling(database.open());
        alice = enrolling.agent("alice");
        twin = enrolling.underTheOtherSignature(alice);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isBelievedBeforeThat() throws Exception {
        try (RunningProxy proxy = start()) {
            assertThat(mint(proxy, twin).statusCode()).isEqualTo(200);
            assertThat(challenge(proxy, twin).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void isNotBelievedByTheMint() throws Exception {
        enrolling.withdrawIntermediate();

        try (RunningProxy proxy = start()) {
            for (TestAgent agent : new TestAgent[] {alice, twin}) {
                HttpResponse<String> answer = mint(proxy, agent);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
                assertThat(answer.body()).contains("x509 chain: certificate outside validity window");
            }
        }
    }

    @Test
    void isNotBelievedUnderAClientCertificate() throws Exception {
        enrolling.withdrawIntermediate();

        try (RunningProxy proxy = start()) {
            for (TestAgent agent : new TestAgent[] {alice, twin}) {
                HttpResponse<String> answer = challenge(proxy, agent);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
                assertThat(answer.body()).contains("client_cert_not_verified");
            }
        }
    }

    private RunningProxy start() throws Exception {
        RunningProxy proxy = RunningProxy.start(directory, Map.of("MCP_PROXY_DATABASE_URL", database.url()));
        try (HttpClient client = Clients.speaking(HttpClient.Version.HTTP_1_1)) {
            proxy.awaitReady(client);
        }
        return proxy;
    }

    private static HttpResponse<String> mint(RunningProxy proxy, TestAgent agent) throws Exception {
        try (HttpClient client = Clients.speaking(HttpClient.Version.HTTP_1_1)) {
            String body = Json.text(Json.object().put("client_assertion", agent.assertion(Instant.now())));
            return RunningProxy.send(client, proxy.data("/v1/auth/token").POST(BodyPublishers.ofString(body)));
        }
    }

    private static HttpResponse<String> challenge(RunningProxy proxy, TestAgent agent) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(Clients.showing(agent.keyManagers()))
                .build()) {
            return RunningProxy.send(
                    client, proxy.data("/v1/auth/login-challenge").POST(BodyPublishers.ofString("{}")));
        }
    }
}
