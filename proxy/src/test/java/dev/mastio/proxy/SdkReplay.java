package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.SdkTrace.Recorded;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestProof;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends recorded requests to a proxy, each with the method, the path, the names of headers, body fields and claims that were recorded. What
 * expires or is of another organisation (proofs, assertions, tokens, nonces) is made anew, from what the proxy answered before.
 */
final class SdkReplay {

    private final RunningProxy proxy;
    private final HttpClient client;
    private final TestAgent agent;
    private String nonce;
    private String challenge = "";
    private String assertion = "";
    private String endorsement = "";
    private String token = "";

    /** A recorded request, and what it gets now. */
    record Exchange(Recorded recorded, HttpResponse<String> answer) {
        @Override
        public String toString() {
            return recorded.line();
        }
    }

    /**
     * For an agent.
     *
     * @param client that shows the agent's certificate
     * @param nonce for proofs, as the proxy gives it with answers
     */
    SdkReplay(RunningProxy proxy, HttpClient client, TestAgent agent, String nonce) {
        this.proxy = proxy;
        this.client = client;
        this.agent = agent;
        this.nonce = nonce;
    }

    Exchange send(Recorded recorded) throws Exception {
        String body = body(recorded);
        HttpRequest.Builder request = proxy.data(recorded.target())
                .method(recorded.method(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (String name : recorded.headers()) {
            request.header(name, header(name, recorded));
        }
        HttpResponse<String> answer = RunningProxy.send(client, request);
        remember(answer);
        return new Exchange(recorded, answer);
    }

    private String header(String name, Recorded recorded) {
        return switch (name) {
            case "Accept", "Accept-Encoding", "User-Agent", "Content-Type" -> recorded.header(name);
            case "Authorization" -> "DPoP " + token;
            case "DPoP" -> proof(recorded);
            case "X-Cullis-Mastio-Signature" -> endorsement;
            default -> throw new AssertionError("how is " + name + " made?");
        };
    }

    private String proof(Recorded recorded) {
        String uri = "https://127.0.0.1:" + proxy.dataPort() + recorded.path();
        TestProof proof = agent.proof(recorded.method(), uri, Instant.now());
        List<String> claims = new ArrayList<>(List.of("jti", "htm", "htu", "iat"));
        if (recorded.proofClaims().contains("ath")) {
            proof.forToken(token);
            claims.add("ath");
        }
        if (recorded.proofClaims().contains("nonce")) {
            proof.with("nonce", nonce);
            claims.add("nonce");
        }
        assertThat(claims).containsExactlyInAnyOrderElementsOf(recorded.proofClaims());
        return proof.text();
    }

    private String body(Recorded recorded) {
        if (!recorded.body().isObject()) {
            return "";
        }
        ObjectNode body = recorded.body().deepCopy();
        if (body.has("client_assertion")) {
            // The one that answers the challenge; what is posted for the token afterwards is the same again.
            if (body.has("nonce")) {
                body.put("nonce", challenge);
                assertion = agent.sign(
                        agent.assertionHeader(),
                        agent.assertionClaims(Instant.now()).put("nonce", challenge));
            }
            body.put("client_assertion", assertion);
        }
        return Json.text(body);
    }

    private void remember(HttpResponse<String> answer) throws Exception {
        answer.headers().firstValue("DPoP-Nonce").ifPresent(fresh -> nonce = fresh);
        JsonNode body = Json.read(answer.body());
        assertion = body.path("client_assertion").asText(assertion);
        challenge = body.path("nonce").asText(challenge);
        endorsement = body.path("mastio_signature").asText(endorsement);
        token = body.path("access_token").asText(token);
    }
}
