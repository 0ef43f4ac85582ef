package dev.mastio.proxy.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.Vectors;
import dev.mastio.proxy.enrolment.Approval.Grant;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.pki.TestKeys;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.TestRequest;
import dev.mastio.proxy.wire.TestRequest.Answer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource(Store.Kind.class)
class EnrolmentRoutesTest {

    private static final String START = "/v1/enrollment/start";
    private static final String NONCE = "/v1/enrollment/attestation-nonce";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private Organisations acme;
    private List<Route> routes;
    private int addresses;

    EnrolmentRoutesTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        acme = Organisations.fresh(kind, directory);
        routes = new EnrolmentRoutes(acme.enrolment, acme.nonces, acme.clock::nanoTime).routes();
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void opensASessionThatLastsHalfAnHour() {
        Answer answer = start(new TestApplicant().start());

        assertThat(answer.status()).isEqualTo(201);
        JsonNode body = answer.json();
        String id = body.path("session_id").asText();
        assertThat(id).hasSize(32);
        assertThat(answer.body())
                .isEqualTo("{\"session_id\":\"" + id + "\",\"status\":\"pending\","
                        + "\"poll_url\":\"https://mastio.example:9443/v1/enrollment/" + id + "/status\","
                        + "\"enroll_url\":\"https://mastio.example:9443/enroll?session=" + id + "\","
                        + "\"poll_interval_s\":5,\"expires_at\":\"2026-06-01T12:30:00+00:00\"}");
        assertThat(status(id).body())
                .isEqualTo("{\"session_id\":\"" + id + "\",\"status\":\"pending\",\"agent_id\":null,\"cert_pem\":null,"
                        + "\"capabilities\":null,\"rejection_reason\":null}");
    }

    @Test
    void givesTheCertificateToTheHolderOfTheKeyAlone() throws Exception {
        TestApplicant alice = new TestApplicant();
        String id = start(alice.start().set("dpop_jwk", Vectors.of("ec").path("jwk")))
                .json()
                .path("session_id")
                .asText();

        acme.approval.approve(id, new Grant("alice", List.of("order.read"), List.of(), "admin"));

        JsonNode known = statusWith(id, alice.statusProof(id)).json();
        assertThat(known.path("status").asText()).isEqualTo("approved");
        assertThat(known.path("agent_id").asText()).isEqualTo("acme::alice");
        assertThat(known.path("capabilities").toString()).isEqualTo("[\"order.read\"]");
        List<X509Certificate> chain = Pem.certificates(known.path("cert_pem").asText());
        assertThat(chain)
                .hasSize(2)
                .element(1)
                .isEqualTo(acme.pki.required().anchors(Organisations.NOON).get(1));
        assertThat(chain.getFirst().getPublicKey().getEncoded())
                .isEqualTo(alice.pair().getPublic().getEncoded());
        Agent agent = acme.agents.find("acme::alice").orElseThrow();
        assertThat(agent.certificatePem()).contains(known.path("cert_pem").asText());
        assertThat(agent.proofKey()).contains(Vectors.of("ec").path("jkt").asText());
        assertThat(agent.active()).isTrue();
    }

    @Test
    void saysNothingAboutThisToAnybodyElse() throws Exception {
        TestApplicant alice = new TestApplicant();
        TestApplicant mallory = new TestApplicant();
        String id = start(alice.start()).json().path("session_id").asText();
        String other = start(mallory.start()).json().path("session_id").asText();
        acme.approval.approve(id, new Grant("alice", List.of(), List.of(), "admin"));

        for (String proof : List.of(
                "",
                "garbage",
                mallory.statusProof(id),
                mallory.statusProof(other),
                alice.statusProof(other),
                alice.proof())) {
            JsonNode seen = statusWith(id, proof).json();
            assertThat(seen.path("status").asText()).isEqualTo("approved");
            assertThat(seen.path("cert_pem").isNull()).describedAs(proof).isTrue();
            assertThat(seen.path("agent_id").isNull()).describedAs(proof).isTrue();
        }
        assertThat(status(id).json().path("cert_pem").isNull()).isTrue();
    }

    @Test
    void tellsTheReasonOfARejectionToTheHolderOfTheKeyAlone() throws Exception {
        TestApplicant alice = new TestApplicant();
        String id = start(alice.start()).json().path("session_id").asText();

        acme.approval.reject(id, "not today", "admin");

        assertThat(statusWith(id, alice.statusProof(id))
                        .json()
                        .path("rejection_reason")
                        .asText())
                .isEqualTo("not today");
        assertThat(status(id).json().path("status").asText()).isEqualTo("rejected");
        assertThat(status(id).json().path("rejection_reason").isNull()).isTrue();
    }

    @Test
    void expiresWhenNobodyDecides() {
        String id = start(new TestApplicant().start()).json().path("session_id").asText();

        acme.clock.advance(Duration.ofMinutes(30));

        assertThat(status(id).json().path("status").asText()).isEqualTo("expired");
    }

    @Test
    void knowsNothingOfOtherSessions() {
        Answer answer = status("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.detail()).isEqualTo("Enrollment session not found");
    }

    @Test
    void letsAProofOfPossessionBeReplayedToNoUse() throws Exception {
        TestApplicant alice = new TestApplicant();
        start(alice.start());
        String stolen = start(alice.start().put("requester_name", "Mallory"))
                .json()
                .path("session_id")
                .asText();

        acme.approval.approve(stolen, new Grant("mallory", List.of(), List.of(), "admin"));

        TestApplicant mallory = new TestApplicant();
        assertThat(statusWith(stolen, mallory.statusProof(stolen))
                        .json()
                        .path("cert_pem")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("badStarts")
    void refuses(String what, Consumer<ObjectNode> change, int status, String why) {
        ObjectNode body = new TestApplicant().start();
        change.accept(body);

        Answer answer = start(body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(status == 422 ? answer.problem() : answer.detail()).contains(why);
    }

    static Stream<Arguments> badStarts() {
        return Stream.of(
                bad("no key", body -> body.remove("pubkey_pem"), 422, "body.pubkey_pem missing"),
                bad("a key of 99 letters", body -> body.put("pubkey_pem", "x".repeat(99)), 422, "string_too_short"),
                bad("a key of 8193 letters", body -> body.put("pubkey_pem", "x".repeat(8193)), 422, "string_too_long"),
                bad("a number as the key", body -> body.put("pubkey_pem", 7), 422, "string_type"),
                bad("garbage as the key", body -> body.put("pubkey_pem", "x".repeat(200)), 400, "pubkey_pem: no PEM"),
                bad(
                        "a private key",
                        body -> body.put("pubkey_pem", Pem.text(TestKeys.p256().getPrivate())),
                        400,
                        "no PEM public key"),
                bad(
                        "a short RSA key",
                        body -> body.put(
                                "pubkey_pem", Pem.text(TestKeys.rsa(1024).getPublic())),
                        400,
                        "2048"),
                bad("no name", body -> body.remove("requester_name"), 422, "body.requester_name missing"),
                bad("an empty name", body -> body.put("requester_name", ""), 422, "string_too_short"),
                bad(
                        "a name of 201 letters",
                        body -> body.put("requester_name", "x".repeat(201)),
                        422,
                        "string_too_long"),
                bad("a null character", body -> body.put("requester_name", "a\0b"), 422, "string_unicode"),
                bad("no address", body -> body.remove("requester_email"), 422, "body.requester_email missing"),
                bad("an address without at", body -> body.put("requester_email", "alice.acme"), 422, "value_error"),
                bad("an address with two", body -> body.put("requester_email", "a@b@c.d"), 422, "value_error"),
                bad("an address without dot", body -> body.put("requester_email", "a@bcd"), 422, "value_error"),
                bad("an address with space", body -> body.put("requester_email", "a b@c.d"), 422, "value_error"),
                bad("a long reason", body -> body.put("reason", "x".repeat(1001)), 422, "body.reason string_too_long"),
                bad("a long device", body -> body.put("device_info", "x".repeat(501)), 422, "body.device_info"),
                bad("a long signature", body -> body.put("pop_signature", "x".repeat(2049)), 422, "body.pop_signature"),
                bad("no signature", body -> body.remove("pop_signature"), 400, "proof of possession failed"),
                bad(
                        "another's signature",
                        body -> body.put("pop_signature", new TestApplicant().proof()),
                        400,
                        "proof of possession"),
                bad(
                        "a role nobody has",
                        body -> body.put("principal_type", "user"),
                        422,
                        "body.principal_type value_error"),
                bad("a proof key with private part", body -> jwk(body).put("d", "AAAA"), 400, "private key material"),
                bad("an empty proof key", body -> body.putObject("dpop_jwk"), 400, "dpop_jwk: jwk is empty"),
                bad("an odd proof key", body -> jwk(body).put("kty", "oct"), 400, "kty must be"),
                bad("a proof key on another curve", body -> jwk(body).put("crv", "P-384"), 400, "crv must be"),
                bad("a proof key off the curve", body -> jwk(body).put("x", "A".repeat(43)), 400, "not a point"),
                bad("a text as the proof key", body -> body.put("dpop_jwk", "x"), 422, "body.dpop_jwk dict_type"),
                bad(
                        "a nonce that is not ours",
                        body -> body.put("attestation_nonce_id", "x".repeat(54)),
                        400,
                        "attestation nonce"));
    }

    private static ObjectNode jwk(ObjectNode body) {
        ObjectNode jwk = Vectors.of("ec").path("jwk").deepCopy();
        body.set("dpop_jwk", jwk);
        return jwk;
    }

    private static Arguments bad(String what, Consumer<ObjectNode> change, int status, String why) {
        return Arguments.of(what, change, status, why);
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void refusesWhatIsNoObject(String body, String why) {
        Answer answer = TestRequest.post(START).text(body).from(nextAddress()).to(routes);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("body " + why);
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(
                Arguments.of("", "json_invalid"),
                Arguments.of("[]", "model_attributes_type"),
                Arguments.of("\"text\"", "model_attributes_type"),
                Arguments.of("{", "json_invalid"),
                Arguments.of("{}{}", "json_invalid"),
                Arguments.of("{\"a\":1,\"a\":2}", "json_invalid"),
                Arguments.of("[".repeat(100_000), "json_invalid"));
    }

    @Test
    void tellsAllThatIsWrongAtOnceWithoutRepeatingIt() {
        Answer answer = start(Json.object().put("pubkey_pem", "secret").put("requester_email", "x"));

        assertThat(answer.json().path("detail")).hasSizeGreaterThan(3);
        assertThat(answer.body()).doesNotContain("secret");
        JsonNode first = answer.json().path("detail").path(0);
        assertThat(first.toString())
                .isEqualTo("{\"type\":\"string_too_short\",\"loc\":[\"body\",\"pubkey_pem\"],"
                        + "\"msg\":\"String should have at least 100 characters\",\"input\":null}");
    }

    @Test
    void refusesTextThatIsNoText() {
        String body = new TestApplicant().start().toString().replace("Alice", "half a surrogate: \\ud800");

        Answer answer = TestRequest.post(START).text(body).to(routes);

        assertThat(answer.problem()).isEqualTo("body.requester_name string_unicode");
    }

    @Test
    void takesUnknownFields() {
        assertThat(start(new TestApplicant().start().put("colour", "blue")).status())
                .isEqualTo(201);
    }

    @Test
    void limitsTheStartsOfAnAddressToFiveAMinute() {
        for (int i = 0; i < 5; i++) {
            assertThat(startAtOneAddress().status()).isEqualTo(201);
        }

        Answer answer = startAtOneAddress();

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.detail()).isEqualTo("enrollment rate limit exceeded");
        acme.clock.advance(Duration.ofMinutes(1));
        assertThat(startAtOneAddress().status()).isEqualTo(201);
    }

    @Test
    void limitsTheLooksOfAnAddressToSixtyAMinute() {
        TestRequest look = TestRequest.get("/v1/enrollment/x/status");
        for (int i = 0; i < 60; i++) {
            assertThat(look.to(routes).status()).isEqualTo(404);
        }

        assertThat(look.to(routes).status()).isEqualTo(429);
        assertThat(look.to(routes).detail()).isEqualTo("enrollment status rate limit exceeded");
    }

    @Test
    void givesNoncesThatCanBeUsedOnceWithinFiveMinutes() {
        JsonNode nonce = TestRequest.get(NONCE).to(routes).json();
        assertThat(nonce.path("nonce_b64").asText()).hasSize(44);
        assertThat(nonce.path("expires_at_epoch").asLong()).isEqualTo(Organisations.NOON.getEpochSecond() + 300);
        ObjectNode body = new TestApplicant()
                .start()
                .put("attestation_nonce_id", nonce.path("nonce_id").asText())
                .put("tpm_quote_b64", "AAAA");

        assertThat(start(body).status()).isEqualTo(201);
        assertThat(start(body).detail()).isEqualTo("attestation nonce was used before");

        String late = TestRequest.get(NONCE).to(routes).json().path("nonce_id").asText();
        acme.clock.advance(Duration.ofMinutes(5));
        assertThat(start(body.put("attestation_nonce_id", late)).detail()).contains("unknown or expired");
    }

    @Test
    void limitsTheNoncesOfAnAddressToThirtyAMinute() {
        for (int i = 0; i < 30; i++) {
            assertThat(TestRequest.get(NONCE).to(routes).status()).isEqualTo(200);
        }

        assertThat(TestRequest.get(NONCE).to(routes).status()).isEqualTo(429);
    }

    @Test
    void limitsTheStartsOfAnAddressToTwentyInHalfAnHour() {
        for (int i = 0; i < 20; i++) {
            assertThat(startAtOneAddress().status()).isEqualTo(201);
            acme.clock.advance(Duration.ofSeconds(15));
        }

        Answer answer = startAtOneAddress();

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).containsEntry("Retry-After", "1800");
        assertThat(start(new TestApplicant().start()).status()).isEqualTo(201);
        acme.clock.advance(Duration.ofMinutes(25));
        assertThat(startAtOneAddress().status()).isEqualTo(201);
    }

    @Test
    void letsNoMoreThanFiveHundredWait() throws Exception {
        String first =
                start(new TestApplicant().start()).json().path("session_id").asText();
        acme.store.write(connection -> {
            try (PreparedStatement copies = connection.prepareStatement("""
                    INSERT INTO pending_enrollments
                        (session_id, pubkey_pem, pubkey_fingerprint, requester_name, requester_email, created_at, expires_at)
                    SELECT session_id || ?, pubkey_pem, pubkey_fingerprint, requester_name, requester_email, created_at, expires_at
                    FROM pending_enrollments WHERE session_id = ?""")) {
                for (int i = 1; i < 500; i++) {
                    copies.setString(1, Integer.toString(i));
                    copies.setString(2, first);
                    copies.addBatch();
                }
                return copies.executeBatch();
            }
        });

        Answer answer = start(new TestApplicant().start());

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.detail()).isEqualTo("too many enrollments are waiting");
        acme.clock.advance(Enrolment.LIFETIME);
        assertThat(start(new TestApplicant().start()).status()).isEqualTo(201);
        acme.clock.advance(Duration.ofMinutes(6));
        assertThat(start(new TestApplicant().start()).status()).isEqualTo(201);
        assertThat(stored("session_id")).hasSize(2);
    }

    @Test
    void forgetsSessionsThatNobodyDecidedOnSoonAfterTheyHaveExpired() {
        String id = start(new TestApplicant().start()).json().path("session_id").asText();

        acme.clock.advance(Duration.ofMinutes(34));
        start(new TestApplicant().start());
        assertThat(status(id).json().path("status").asText()).isEqualTo("expired");
        acme.clock.advance(Duration.ofMinutes(2));
        start(new TestApplicant().start());

        assertThat(status(id).status()).isEqualTo(404);
    }

    @Test
    void keepsOfAnApplicantNoMoreThanIsOfUse() throws Exception {
        TestApplicant alice = new TestApplicant();
        String key = alice.start().path("pubkey_pem").asText();

        start(alice.start().put("pubkey_pem", "x".repeat(5_000) + "\n" + key).put("tpm_quote_b64", "A".repeat(16_000)));

        assertThat(stored("pubkey_pem")).containsExactly(key);
        assertThat(stored("device_attestation_json")).containsExactly("");
    }

    private List<String> stored(String column) throws Exception {
        return acme.store.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery("SELECT coalesce(" + column + ", '') FROM pending_enrollments")) {
                List<String> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
                return values;
            }
        });
    }

    /** By another applicant each time. */
    private Answer startAtOneAddress() {
        return TestRequest.post(START).json(new TestApplicant().start()).to(routes);
    }

    private Answer start(JsonNode body) {
        return TestRequest.post(START).json(body).from(nextAddress()).to(routes);
    }

    private Answer status(String id) {
        return TestRequest.get("/v1/enrollment/" + id + "/status")
                .from(nextAddress())
                .to(routes);
    }

    private Answer statusWith(String id, String proof) {
        return TestRequest.get("/v1/enrollment/" + id + "/status")
                .header("X-Enrollment-Proof", proof)
                .from(nextAddress())
                .to(routes);
    }

    /** Each from an address of its own, so that only the tests about budgets meet them. */
    private String nextAddress() {
        return "198.51.100." + ++addresses;
    }
}
