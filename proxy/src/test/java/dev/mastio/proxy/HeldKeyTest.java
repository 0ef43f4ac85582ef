package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that leave their keys here, and have assertions signed with them. */
class HeldKeyTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String NOT_HERE = "{\"detail\":\"agent credentials not available on proxy\"}";

    @TempDir
    private Path directory;

    private final HttpClient nobody = Clients.speaking(HttpClient.Version.HTTP_1_1);
    private TestDatabase database;
    private RunningProxy proxy;
    private Enrolling enrolling;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.fresh(Store.Kind.SQLITE, directory);
        proxy = RunningProxy.start(
                directory, Map.of("MCP_PROXY_DATABASE_URL", database.url(), "MCP_PROXY_ADMIN_SECRET", SECRET));
        proxy.awaitReady(nobody);
        enrolling = new Enrolling(database.open());
    }

    @AfterEach
    void stop() {
        proxy.close();
        database.close();
        nobody.close();
    }

    @Test
    void theMintTakesAnAssertionByAnRsaKeyThatIsKeptHere() throws Exception {
        TestAgent alice = brought("alice", TestKeys.rsa(2048));

        HttpResponse<String> signed = signed(alice);

        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(200);
        HttpResponse<String> minted = minted(signed);
        assertThat(minted.statusCode()).as(minted.body()).isEqualTo(200);
    }

    @Test
    void theMintTakesAnAssertionByAKeyOnP256ThatIsKeptHere() throws Exception {
        TestAgent alice = brought("alice", TestKeys.ec());

        HttpResponse<String> minted = minted(signed(alice));

        assertThat(minted.statusCode()).as(minted.body()).isEqualTo(200);
    }

    @Test
    void nothingIsSignedByAKeyThatTheMintDoesNotTake() throws Exception {
        TestAgent alice = brought("alice", TestKeys.ec("secp384r1"));

        HttpResponse<String> signed = signed(alice);

        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(404);
        assertThat(signed.body()).isEqualTo(NOT_HERE);
    }

    @Test
    void nothingIsSignedByTheFormerKeyOfOneThatEnrolledAnew() throws Exception {
        brought("alice", TestKeys.ec());
        TestAgent renewed = enrolling.renew("alice");

        HttpResponse<String> signed = signed(renewed);

        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(404);
        assertThat(signed.body()).isEqualTo(NOT_HERE);
    }

    private TestAgent brought(String name, KeyPair pair) throws Exception {
        TestAgent agent = enrolling.certifiedByTheRoot(name, pair);
        HttpResponse<String> answer = post(
                nobody,
                "/v1/admin/agents/enroll/byoca",
                Json.object()
                        .put("agent_name", name)
                        .put("cert_pem", agent.pem())
                        .put("private_key_pem", Pem.text(pair.getPrivate())));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return agent;
    }

    private HttpResponse<String> signed(TestAgent agent) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(Clients.showing(agent.keyManagers()))
                .build()) {
            return post(client, "/v1/auth/sign-assertion", Json.object());
        }
    }

    private HttpResponse<String> minted(HttpResponse<String> signed) throws Exception {
        String assertion = Json.read(signed.body()).path("client_assertion").asText();
        return post(nobody, "/v1/auth/token", Json.object().put("client_assertion", assertion));
    }

    private HttpResponse<String> post(HttpClient client, String path, ObjectNode body) throws Exception {
        return RunningProxy.send(
                client,
                proxy.data(path).header("X-Admin-Secret", SECRET).POST(BodyPublishers.ofString(Json.text(body))));
    }
}
