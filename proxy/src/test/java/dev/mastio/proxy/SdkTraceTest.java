package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.SdkReplay.Exchange;
import dev.mastio.proxy.SdkTrace.Recorded;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.wire.Json;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client SDK sent when it was recorded is answered here as it was there. It is sent again in its order, with what expires made anew. */
class SdkTraceTest {

    /** The bodies of answers, by the contract. An empty text stands for one that is another each time. */
    private static final Map<String, String> BODIES = Map.of(
            "POST /v1/auth/login-challenge",
            """
            {"nonce":"","expires_in":120,"agent_id":"acme::alice"}""",
            "POST /v1/auth/sign-challenged-assertion",
            """
            {"client_assertion":"","agent_id":"acme::alice","mastio_signature":""}""",
            "POST /v1/auth/token",
            """
            {"access_token":"","token_type":"Bearer","expires_in":900,"scope":"local","issued_by":"cullis-mastio:acme"}""",
            "GET /v1/egress/agents/acme::alice/public-key",
            """
            {"agent_id":"acme::alice","cert_pem":""}""");

    /** That of a proof without the nonce, whatever it is for. */
    private static final String NONCE_WANTED = """
            {"detail":"use_dpop_nonce"}""";

    @TempDir
    private static Path directory;

    private static ReplayedTrace trace;

    @BeforeAll
    static void replay() throws Exception {
        trace = ReplayedTrace.of(directory);
    }

    static List<Exchange> served() {
        return trace.exchanges().stream()
                .filter(exchange -> !LaterServices.have(exchange.recorded().route()))
                .toList();
    }

    static List<Exchange> replayed() {
        return trace.exchanges();
    }

    @ParameterizedTest
    @MethodSource("served")
    void answersWithTheRecordedStatusAndTheBodyOfTheContract(Exchange exchange) throws Exception {
        assertThat(exchange.answer().statusCode())
                .as(exchange.answer().body())
                .isEqualTo(exchange.recorded().status());
        ObjectNode expected = (ObjectNode) Json.read(
                exchange.recorded().status() == 401
                        ? NONCE_WANTED
                        : BODIES.getOrDefault(exchange.recorded().route(), "{}"));
        assertThat(withoutChance((ObjectNode) Json.read(exchange.answer().body()), expected))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("replayed")
    void answersWithTheHeadersThatTheSdkReads(Exchange exchange) {
        String path = exchange.recorded().path();
        Map<String, List<String>> headers = exchange.answer().headers().map();

        assertThat(headers).containsEntry("content-type", List.of("application/json"));
        assertThat(headers).containsEntry("x-cullis-mode", List.of("standalone"));
        // The SDK fails over this one where it did not make its client itself.
        assertThat(headers).doesNotContainKey("x-cullis-role");
        assertThat(headers.containsKey("dpop-nonce"))
                .isEqualTo(!path.startsWith("/v1/auth/") && !path.startsWith("/v1/federation/"));
    }

    @Test
    void theLoginEndorsesWhatWasAssertedAndBindsTheTokenToTheProof() throws Exception {
        JsonNode challenge = trace.body("POST /v1/auth/login-challenge");
        JsonNode endorsed = trace.body("POST /v1/auth/sign-challenged-assertion");
        JsonNode minted = trace.body("POST /v1/auth/token");

        JsonNode asserted = claims(endorsed.path("client_assertion").textValue());
        assertThat(asserted.path("nonce")).isEqualTo(challenge.path("nonce"));
        assertThat(names(asserted)).isEqualTo(recordedClaims());
        JsonNode token = claims(minted.path("access_token").textValue());
        assertThat(token.path("sub").textValue()).isEqualTo("acme::alice");
        assertThat(token.path("cnf").path("jkt").textValue())
                .isEqualTo(TestKeys.thumbprint(trace.alice().proofPair()));
    }

    @Test
    void aServiceIsOnTheListOfLaterOnesAsLongAsNobodyAnswersForIt() {
        Map<String, String> answers = new HashMap<>();
        for (Exchange exchange : trace.exchanges()) {
            if (LaterServices.have(exchange.recorded().route())) {
                answers.put(
                        exchange.recorded().route(),
                        exchange.answer().statusCode() + " " + exchange.answer().body());
            }
        }

        assertThat(answers.keySet()).isEqualTo(LaterServices.routes());
        assertThat(Set.copyOf(answers.values())).containsExactly("404 {\"detail\":\"Not Found\"}");
    }

    @Test
    void theRecordedRequestsAreThoseOfTheRecordedCalls() {
        List<String> lines = SdkTrace.requests().stream().map(Recorded::line).toList();

        assertThat(SdkTrace.sequences().values().stream().flatMap(List::stream)).containsExactlyElementsOf(lines);
    }

    /** With the texts that are others each time taken out, where there are any. */
    private static ObjectNode withoutChance(ObjectNode body, ObjectNode expected) {
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            if (field.getValue().asText().isEmpty()
                    && !body.path(field.getKey()).asText().isEmpty()
                    && body.path(field.getKey()).isTextual()) {
                body.put(field.getKey(), "");
            }
        }
        return body;
    }

    private static JsonNode claims(String token) throws Exception {
        return Json.read(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }

    private static Set<String> recordedClaims() {
        return SdkTrace.requests().stream()
                .flatMap(recorded -> recorded.assertionClaims().stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }
}
