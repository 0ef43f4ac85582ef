package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SDK's calls ask this proxy for what they asked for when they were recorded. */
class CullisSdkSequencesTest {

    @TempDir
    private static Path directory;

    private static Map<String, List<String>> made;

    @BeforeAll
    static void call() throws Exception {
        CullisSdk.install();
        made = made();
    }

    @Test
    void eachCallMakesTheRecordedRequestsUpToTheFirstOfALaterService() {
        Map<String, List<String>> recorded = SdkTrace.sequences();
        assertThat(made.keySet()).isEqualTo(recorded.keySet());
        recorded.forEach((call, lines) -> {
            List<String> routes = without(" nonce=. cert=y", lines);
            List<String> served = routes.stream()
                    .takeWhile(line -> !LaterServices.have(route(line)))
                    .toList();
            List<String> requests = without(" nonce=.", made.getOrDefault(call, List.of()));
            if (served.size() == routes.size()) {
                assertThat(requests).as(call).isEqualTo(served);
            } else {
                List<String> tried = new ArrayList<>(served);
                tried.add(routes.get(served.size()).replaceFirst("-> \\d+", "-> 404"));
                // Another way may follow: a certificate that is not here is asked for among other organisations.
                assertThat(requests).as(call).startsWith(tried.toArray(String[]::new));
            }
        });
    }

    /**
     * The recorded login and the recorded list of tools have a nonce, too, because the server of the recording offered one with every answer. The
     * contract excepts the paths of the login.
     */
    @Test
    void proofsCarryANonceFromTheFirstAnswerOnThatOfferedOne() {
        List<String> withoutNonce = made.values().stream()
                .flatMap(List::stream)
                .filter(line -> line.endsWith(" nonce=n") && !line.contains(" dpop=- "))
                .map(CullisSdkSequencesTest::route)
                .toList();

        // The third is the first by certificate alone, for which the SDK keeps another nonce, and the last that of
        // another client.
        assertThat(withoutNonce)
                .containsExactly(
                        "POST /v1/auth/token",
                        "POST /v1/mcp",
                        "POST /v1/llm/chat",
                        "GET /v1/egress/agents/acme::alice/public-key");
    }

    private static Map<String, List<String>> made() throws Exception {
        Map<String, List<String>> made = new LinkedHashMap<>();
        try (TestDatabase database = TestDatabase.fresh(Store.Kind.SQLITE, directory);
                RunningProxy proxy = RunningProxy.start(
                        directory, Map.of("MCP_PROXY_DATABASE_URL", database.url(), "MCP_PROXY_ORG_ID", "acme"))) {
            Path identity = Files.createDirectory(directory.resolve("identity"));
            try (HttpClient client = Clients.speaking(HttpClient.Version.HTTP_1_1)) {
                // The proxy founds the organisation, because it alone is told its name.
                proxy.awaitReady(client);
                Files.writeString(
                        identity.resolve("ca-chain.pem"),
                        RunningProxy.send(client, proxy.data("/pki/ca.crt")).body());
            }
            write(identity, new Enrolling(database.open()).agent("alice"), proxy.dataPort());
            for (JsonNode call : CullisSdk.run(directory, "cullis_sdk_sequences.py")) {
                List<String> requests = new ArrayList<>();
                call.path("requests").forEach(request -> requests.add(request.textValue()));
                made.put(call.path("call").textValue(), requests);
            }
        }
        return made;
    }

    private static String route(String line) {
        return line.replaceFirst("[?].*| -> .*", "");
    }

    private static List<String> without(String end, List<String> lines) {
        return lines.stream().map(line -> line.replaceFirst(end + "$", "")).toList();
    }

    /** As a Connector leaves it. */
    private static void write(Path identity, TestAgent agent, int port) throws Exception {
        Files.writeString(identity.resolve("agent.crt"), agent.pem());
        Files.writeString(identity.resolve("agent.key"), CullisSdk.keyPem(agent));
        ObjectNode metadata = Json.object().put("agent_id", agent.id()).put("site_url", "https://127.0.0.1:" + port);
        Files.writeString(identity.resolve("metadata.json"), Json.text(metadata));
        BigInteger secret = ((ECPrivateKey) agent.proofPair().getPrivate()).getS();
        ObjectNode proofKey = TestKeys.jwk(agent.proofPair()).put("d", TestKeys.number(secret, 32));
        ObjectNode file = Json.object();
        file.set("private_jwk", proofKey);
        Files.writeString(identity.resolve("dpop.jwk"), Json.text(file));
    }
}
