package dev.mastio.proxy.auth.token;

import static dev.mastio.proxy.auth.TestReplica.URL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mastio.proxy.auth.EgressProofMode;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestClock;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.auth.TestOrganisation;
import dev.mastio.proxy.auth.TestProof;
import dev.mastio.proxy.auth.TestReplica;
import dev.mastio.proxy.auth.TestReplica.Answer;
import dev.mastio.proxy.auth.TestReplica.Options;
import dev.mastio.proxy.auth.certificate.TypedPrincipals;
import dev.mastio.proxy.auth.principal.PrincipalId;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token of ours is good for, and with what it must come. */
@ParameterizedClass
@EnumSource
class TokenUseTest {

    private static final String PATH = "/v1/ingress/whoami";
    private static final String REALM = "DPoP realm=\"mcp-proxy\"";

    private final Store.Kind kind;
    private final TestClock clock = TestClock.ahead();
    private final TestOrganisation acme = new TestOrganisation(clock.instant());
    private final TestAgent alice = acme.enrol("alice", "erp.inventory.read", "crm.read");

    @TempDir
    private Path directory;

    private TestDatabase database;
    private TestReplica replica;
    private TestReplica other;

    TokenUseTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        replica = new TestReplica(acme, database.open(), clock, Options.DEFAULT);
        other = new TestReplica(acme, database.open(), clock, Options.DEFAULT);
    }

    @AfterEach
    void stop() {
        replica.close();
        other.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "DPoP ", "bearer ", "dpop "})
    void knowsItsAgentByTokenAndProof(String scheme) throws Exception {
        String token = replica.bound(alice, clock);

        Answer answer = call(
                replica,
                Map.of("Authorization", scheme + token, "DPoP", proof(token).text()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString())
                .isEqualTo(
                        "{\"id\":\"acme::alice\",\"type\":\"agent\",\"capabilities\":[\"erp.inventory.read\",\"crm.read\"],\"key\":\""
                                + TestKeys.thumbprint(alice.proofPair()) + "\"}");
    }

    @Test
    void aTokenOfOneReplicaIsGoodOnTheOther() throws Exception {
        String token = replica.bound(alice, clock);

        assertThat(call(other, bound(token)).status()).isEqualTo(200);
    }

    @Test
    void aProofIsGoodOnceOnAllReplicasTogether() throws Exception {
        String token = replica.bound(alice, clock);
        Map<String, String> headers = bound(token);
        assertThat(call(replica, headers).status()).isEqualTo(200);

        assertThat(call(replica, headers).detail()).isEqualTo("DPoP proof replay detected");
        assertThat(call(other, headers).detail()).isEqualTo("DPoP proof replay detected");
        try (TestReplica restarted = new TestReplica(acme, database.open(), clock, Options.DEFAULT)) {
            assertThat(call(restarted, headers).detail()).isEqualTo("DPoP proof replay detected");
        }
    }

    @Test
    void theProofOfTheMintIsNotGoodForACall() throws Exception {
        String proof =
                alice.proof("POST", URL + "/v1/auth/token", clock.instant()).text();
        String token = replica.bound(alice, clock);

        assertThat(call(replica, Map.of("Authorization", "DPoP " + token, "DPoP", proof))
                        .detail())
                .isEqualTo("Invalid DPoP proof: htu mismatch");
    }

    @Test
    void aBoundTokenNeedsAProof() throws Exception {
        String token = replica.bound(alice, clock);

        assertRefused(
                call(replica, Map.of("Authorization", "Bearer " + token)),
                "LOCAL_TOKEN is DPoP-bound but no DPoP proof presented");
    }

    @Test
    void aStolenTokenIsOfNoUseWithAnotherKey() throws Exception {
        String token = replica.bound(alice, clock);
        TestProof thief =
                TestProof.of(TestKeys.ec(), "POST", URL + PATH, clock.instant()).forToken(token);

        assertRefused(
                call(replica, Map.of("Authorization", "DPoP " + token, "DPoP", thief.text())),
                "DPoP proof key does not match LOCAL_TOKEN cnf.jkt");
    }

    @Test
    void theProofMustBeForThisToken() throws Exception {
        String token = replica.bound(alice, clock);
        String another = replica.bound(alice, clock);

        for (TestProof proof : List.of(proof(another), alice.proof("POST", URL + PATH, clock.instant()))) {
            assertThat(call(replica, Map.of("Authorization", "DPoP " + token, "DPoP", proof.text()))
                            .detail())
                    .isEqualTo("Invalid DPoP proof: ath mismatch");
        }
    }

    @Test
    void aRequestThatFailsDoesNotUseItsProofUp() throws Exception {
        String token = replica.bound(alice, clock);
        Map<String, String> headers = bound(token);
        acme.change(alice, TestOrganisation::deactivated);
        call(replica, headers);
        acme.register(alice, "crm.read");

        assertThat(call(replica, headers).status()).isEqualTo(200);
    }

    @Test
    void refusesAnAgentFromTheMomentItIsDeactivated() throws Exception {
        String token = replica.bound(alice, clock);
        assertThat(call(replica, bound(token)).status()).isEqualTo(200);

        acme.change(alice, TestOrganisation::deactivated);

        assertRefused(call(replica, bound(token)), "agent not registered or deactivated");
        acme.agents.clear();
        assertRefused(call(replica, bound(token)), "agent not registered or deactivated");
    }

    @Test
    void capabilitiesAreThoseOfTheMoment() throws Exception {
        String token = replica.bound(alice, clock);
        acme.register(alice, "other");

        assertThat(call(replica, bound(token)).body().path("capabilities").toString())
                .isEqualTo("[\"other\"]");
    }

    @Test
    void typedPrincipalsMustHaveEnrolledAndHaveNoCapabilities() throws Exception {
        String token = signed(claims -> claims.put("sub", "acme::workload::job"));
        PrincipalId job = PrincipalId.parse("acme::workload::job").orElseThrow();
        assertRefused(token, "agent not registered or deactivated");
        replica.typed.put(job, new TypedPrincipals.OnRecord(Optional.empty(), true));
        assertRefused(token, "agent not registered or deactivated");
        replica.typed.put(job, new TypedPrincipals.OnRecord(Optional.of("00"), true));

        Answer answer = call(replica, Map.of("Authorization", "Bearer " + token));

        assertThat(answer.body().toString())
                .isEqualTo("{\"id\":\"acme::workload::job\",\"type\":\"workload\",\"capabilities\":[],\"key\":null}");
        replica.typed.put(job, new TypedPrincipals.OnRecord(Optional.of("00"), false));
        assertRefused(token, "agent not registered or deactivated");
    }

    @Test
    void anotherOrganisationsPrincipalsAreNobodyHere() throws Exception {
        PrincipalId job = PrincipalId.parse("bravo::workload::job").orElseThrow();
        replica.typed.put(job, new TypedPrincipals.OnRecord(Optional.of("00"), true));

        assertRefused(
                signed(claims -> claims.put("sub", "bravo::workload::job")), "agent not registered or deactivated");
    }

    private void assertRefused(String token, String detail) throws Exception {
        assertRefused(call(replica, Map.of("Authorization", "Bearer " + token)), detail);
    }

    @Test
    void acceptsATokenWithoutKeyUnlessTheSettingForbids() throws Exception {
        String token = signed(claims -> {});
        try (TestReplica strict = new TestReplica(
                acme, database.open(), clock, new Options(true, EgressProofMode.OPTIONAL, Optional.empty()))) {

            assertThat(call(replica, Map.of("Authorization", "Bearer " + token)).status())
                    .isEqualTo(200);
            assertThat(call(strict, Map.of("Authorization", "Bearer " + token)).detail())
                    .startsWith("LOCAL_TOKEN missing cnf.jkt");
        }
    }

    @Test
    void expiresThirtySecondsAfterItsTime() throws Exception {
        String token = signed(claims -> {});
        Map<String, String> headers = Map.of("Authorization", "Bearer " + token);
        assertThat(call(replica, headers).status()).isEqualTo(200);

        clock.forward(Duration.ofSeconds(929));
        assertThat(call(replica, headers).status()).isEqualTo(200);
        assertThat(call(other, headers).status()).isEqualTo(200);
        clock.forward(Duration.ofSeconds(1));

        assertThat(call(replica, headers).detail()).isEqualTo("local token rejected");
        assertThat(call(other, headers).detail()).isEqualTo("local token rejected");
        try (TestReplica fresh = new TestReplica(acme, database.open(), clock, Options.DEFAULT)) {
            assertThat(call(fresh, headers).detail()).isEqualTo("local token rejected");
        }
    }

    @Test
    void endsWithTheKeyThatSignedItEvenIfItWasSeenBefore() throws Exception {
        String token = signed(claims -> {});
        Map<String, String> headers = Map.of("Authorization", "Bearer " + token);
        assertThat(call(replica, headers).status()).isEqualTo(200);

        acme.forgetTokenKey();

        assertRefused(call(replica, headers), "Invalid access token");
    }

    @Test
    void outlivesTheReplacementOfTheKeyThatSignedIt() throws Exception {
        Map<String, String> before = Map.of("Authorization", "Bearer " + signed(claims -> {}));
        acme.replaceTokenKey(clock.instant());
        clock.forward(Duration.ofMinutes(2));
        Map<String, String> ofALateReplica = Map.of("Authorization", "Bearer " + signed(claims -> {}));

        for (Map<String, String> headers : List.of(before, ofALateReplica)) {
            assertThat(call(replica, headers).status()).isEqualTo(200);
        }
        clock.forward(Duration.ofMinutes(14));
        assertThat(call(other, ofALateReplica).status()).isEqualTo(200);
        assertThat(call(replica, ofALateReplica).status()).isEqualTo(200);
    }

    /** Else who has stolen that key could go on signing for as long as it is known. */
    @Test
    void isNotSignedByAKeyThatWasReplacedLongBefore() throws Exception {
        Instant replaced = clock.instant();
        clock.forward(Duration.ofSeconds(121));
        Map<String, String> headers = Map.of("Authorization", "Bearer " + signed(claims -> {}));
        assertThat(call(replica, headers).status()).isEqualTo(200);

        acme.replaceTokenKey(replaced);

        for (TestReplica each : List.of(replica, other)) {
            Answer answer = call(each, headers);
            assertThat(answer.detail()).isEqualTo("local token rejected");
            assertThat(answer.status()).isEqualTo(401);
        }
    }

    /** As the edge hands them over if a request has the field twice. */
    @Test
    void takesTwoProofsForNone() throws Exception {
        String token = replica.bound(alice, clock);
        Map<String, String> headers = bound(token);
        headers.merge("DPoP", proof(token).text(), (first, second) -> first + ", " + second);

        Answer answer = call(replica, headers);

        assertThat(answer.detail()).isEqualTo("Invalid DPoP proof: malformed JWT");
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void rejectsWhatClaimsToBeOursAndIsNot() throws Exception {
        List<Consumer<ObjectNode>> changes = List.of(
                claims -> claims.put("iss", "cullis-mastio:evil"),
                claims -> claims.put("aud", "agent-trust-broker"),
                claims -> claims.remove("exp"),
                claims -> claims.remove("iat"),
                claims -> claims.remove("sub"),
                claims -> claims.remove("aud"),
                claims -> claims.remove("iss"),
                claims -> claims.remove("scope"),
                claims -> claims.remove("jti"),
                claims -> claims.put("exp", "never"),
                claims -> claims.put("exp", claims.path("iat").longValue() + 901),
                claims -> claims.put("iat", claims.path("exp").longValue() - 901),
                claims -> claims.put("nbf", claims.path("exp").longValue()),
                claims -> claims.put("cnf", "x"),
                claims -> claims.putNull("cnf"),
                claims -> claims.putObject("cnf"),
                claims -> claims.putObject("cnf").put("jkt", 1));
        for (Consumer<ObjectNode> change : changes) {
            Answer answer = call(replica, Map.of("Authorization", "Bearer " + signed(change)));

            assertThat(answer.detail()).isEqualTo("local token rejected");
            assertThat(answer.status()).isEqualTo(401);
        }
    }

    @Test
    void rejectsForgedTokens() throws Exception {
        String good = signed(claims -> {});
        String[] segments = good.split("\\.", -1);
        String body = Json.text(claims());
        KeyPair strangers = TestKeys.ec();
        List<String> forged = List.of(
                withHeader("ES256", strangers.getPrivate(), bringing("jwk", TestKeys.jwk(strangers)), body),
                withHeader("ES256", strangers.getPrivate(), bringing("jku", new TextNode("https://evil/keys")), body),
                withHeader("ES256", strangers.getPrivate(), bringing("x5u", new TextNode("https://evil/key")), body),
                withHeader(
                        "ES256",
                        strangers.getPrivate(),
                        bringing("x5c", alice.assertionHeader().get("x5c")),
                        body),
                segments[0] + "." + segments[1] + ".",
                segments[0] + "." + segments[1] + "." + TestKeys.base64(new byte[64]),
                good + "A",
                withHeader(
                        "ES256",
                        TestKeys.ec().getPrivate(),
                        "{\"alg\":\"ES256\",\"kid\":\"" + TestOrganisation.KID + "\"}",
                        body),
                withHeader(
                        "ES256",
                        acme.tokenPair.getPrivate(),
                        "{\"alg\":\"none\",\"kid\":\"" + TestOrganisation.KID + "\"}",
                        body),
                withHeader(
                        "ES256",
                        acme.tokenPair.getPrivate(),
                        "{\"alg\":\"HS256\",\"kid\":\"" + TestOrganisation.KID + "\"}",
                        body));
        for (String token : forged) {
            assertThat(call(replica, Map.of("Authorization", "Bearer " + token)).detail())
                    .isEqualTo("local token rejected");
        }
    }

    @Test
    void whatIsNotOursIsNoToken() throws Exception {
        String body = Json.text(claims());
        List<String> others = List.of(
                "x",
                "a.b.c",
                "culk_0123456789",
                withHeader("ES256", acme.tokenPair.getPrivate(), "{\"alg\":\"ES256\"}", body),
                withHeader("ES256", acme.tokenPair.getPrivate(), "{\"alg\":\"ES256\",\"kid\":7}", body),
                withHeader(
                        "ES256", acme.tokenPair.getPrivate(), "{\"alg\":\"ES256\",\"kid\":\"../../etc/passwd\"}", body),
                withHeader("ES256", acme.tokenPair.getPrivate(), "{\"alg\":\"ES256\",\"kid\":\"' OR '1'='1\"}", body),
                withHeader(
                        "ES256",
                        acme.tokenPair.getPrivate(),
                        "{\"alg\":\"ES256\",\"kid\":\"x\",\"kid\":\"" + TestOrganisation.KID + "\"}",
                        body),
                alice.assertion(clock.instant()),
                proof("x").text());
        for (String token : others) {
            assertRefused(call(replica, Map.of("Authorization", "Bearer " + token)), "Invalid access token");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic dTpw", "Bearer\tx", "token x"})
    void needsAnAuthorizationHeader(String value) throws Exception {
        assertRefused(call(replica, Map.of("Authorization", value)), "Missing or malformed Authorization header");
        assertRefused(call(replica, Map.of()), "Missing or malformed Authorization header");
    }

    private static Answer call(TestReplica where, Map<String, String> headers) throws Exception {
        return where.post(PATH, Json.object(), headers);
    }

    private Map<String, String> bound(String token) {
        return new HashMap<>(
                Map.of("Authorization", "DPoP " + token, "DPoP", proof(token).text()));
    }

    private TestProof proof(String token) {
        return alice.proof("POST", URL + PATH, clock.instant()).forToken(token);
    }

    private ObjectNode claims() {
        long now = clock.instant().getEpochSecond();
        return Json.object()
                .put("iss", "cullis-mastio:acme")
                .put("aud", "cullis-local")
                .put("sub", "acme::alice")
                .put("scope", "local")
                .put("iat", now)
                .put("exp", now + 900)
                .put("jti", "j");
    }

    private String signed(Consumer<ObjectNode> change) {
        ObjectNode claims = claims();
        change.accept(claims);
        return withHeader(
                "ES256",
                acme.tokenPair.getPrivate(),
                "{\"alg\":\"ES256\",\"kid\":\"" + TestOrganisation.KID + "\"}",
                Json.text(claims));
    }

    /** The header of a token of ours that brings the key for its own signature, or says where it is. */
    private static String bringing(String name, JsonNode key) {
        ObjectNode header = Json.object().put("alg", "ES256").put("kid", TestOrganisation.KID);
        header.set(name, key);
        return Json.text(header);
    }

    private static String withHeader(String algorithm, PrivateKey key, String header, String claims) {
        return TestKeys.jws(algorithm, key, header, claims);
    }

    private static void assertRefused(Answer answer, String detail) {
        assertThat(answer.detail()).isEqualTo(detail);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsEntry("WWW-Authenticate", REALM);
    }
}
