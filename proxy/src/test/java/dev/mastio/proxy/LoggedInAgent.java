package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.auth.TestProof;
import dev.mastio.proxy.pki.BroughtIdentity;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * An agent that was let in and has logged in over the network, at any replica: what it sends names no port.
 *
 * @param proves whether its token is bound to its key, so that each call needs a proof
 */
record LoggedInAgent(TestAgent agent, String token, boolean proves) {

    static final String ADMIN_SECRET = "0123456789abcdef0123456789abcdef";

    /** What a proxy must be told so that there is somebody who lets it in. */
    static final Map<String, String> SETTINGS = Map.of("MCP_PROXY_ADMIN_SECRET", ADMIN_SECRET);

    private static final String ADMIT = "/v1/admin/agents";
    private static final String LOGIN = "/v1/auth/token";

    /**
     * A call of a tool that does not exist: one row of the audit log, in the transaction that uses its proof up, or by itself where there is
     * none.
     */
    record Call(String requestId, String token, Optional<String> proof) {

        static final String PATH = "/v1/ingress/execute";

        Map<String, String> headers() {
            Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
            headers.put("Authorization", (proof.isPresent() ? "DPoP " : "Bearer ") + token);
            proof.ifPresent(text -> headers.put("DPoP", text));
            return headers;
        }

        String body() {
            ObjectNode body = Json.object().put("tool", "cullis_stress_probe").put("request_id", requestId);
            body.putObject("parameters");
            return Json.text(body);
        }

        HttpRequest.Builder to(ProxyProcess proxy) throws Exception {
            HttpRequest.Builder request = proxy.data(PATH).POST(BodyPublishers.ofString(body()));
            headers().forEach(request::header);
            return request;
        }

        /** Whether this is what its caller gets once it is recorded. */
        boolean isAnsweredBy(HttpResponse<String> answer) throws Exception {
            if (answer.statusCode() != 200) {
                return false;
            }
            JsonNode body = Json.read(answer.body());
            return requestId.equals(body.path("request_id").asText())
                    && "tool_not_found".equals(body.path("denied_reason_code").asText());
        }
    }

    /** A new one of that name, at a proxy that may still be starting. */
    static LoggedInAgent newAt(ProxyProcess proxy, String name) throws Exception {
        try (HttpClient client = Clients.speaking(HTTP_1_1)) {
            proxy.awaitReady(client);
            JsonNode identity = taken(
                    client,
                    () -> proxy.data(ADMIT)
                            .header("X-Admin-Secret", ADMIN_SECRET)
                            .POST(json(Json.object().put("agent_name", name))));
            BroughtIdentity read = BroughtIdentity.read(
                    identity.path("cert_pem").asText(),
                    identity.path("private_key_pem").asText());
            TestAgent agent = new TestAgent(
                    identity.path("agent_id").asText(),
                    new KeyPair(read.leaf().getPublicKey(), read.key()),
                    read.chain(),
                    TestKeys.ec());
            return new LoggedInAgent(agent, login(client, proxy, agent, true), true);
        }
    }

    /** The same with another token, by a proxy that may still be starting. */
    LoggedInAgent again(ProxyProcess proxy) throws Exception {
        try (HttpClient client = Clients.speaking(HTTP_1_1)) {
            proxy.awaitReady(client);
            return new LoggedInAgent(agent, login(client, proxy, agent, true), true);
        }
    }

    /** The same with a token that is bound to no key. */
    LoggedInAgent unbound(ProxyProcess proxy) throws Exception {
        try (HttpClient client = Clients.speaking(HTTP_1_1)) {
            proxy.awaitReady(client);
            return new LoggedInAgent(agent, login(client, proxy, agent, false), false);
        }
    }

    /** With a proof of its own, where its token is bound. */
    Call call(String requestId) {
        return new Call(
                requestId,
                token,
                proves ? Optional.of(proof(agent, Call.PATH).forToken(token).text()) : Optional.empty());
    }

    private static String login(HttpClient client, ProxyProcess proxy, TestAgent agent, boolean proves)
            throws Exception {
        return taken(client, () -> {
                    HttpRequest.Builder request = proxy.data(LOGIN)
                            .POST(json(Json.object().put("client_assertion", agent.assertion(Instant.now()))));
                    return proves ? request.header("DPoP", proof(agent, LOGIN).text()) : request;
                })
                .path("access_token")
                .asText();
    }

    /** Sent anew while the proxy sheds load, as it does for a while after its database was slow. */
    private static JsonNode taken(HttpClient client, Callable<HttpRequest.Builder> request) throws Exception {
        HttpResponse<String> answer = await().atMost(ProxyProcess.PATIENCE)
                .until(() -> RunningProxy.send(client, request.call()), sent -> sent.statusCode() != 503);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return Json.read(answer.body());
    }

    private static TestProof proof(TestAgent agent, String path) {
        return agent.proof("POST", "https://127.0.0.1" + path, Instant.now());
    }

    private static BodyPublisher json(ObjectNode body) {
        return BodyPublishers.ofString(Json.text(body));
    }
}
