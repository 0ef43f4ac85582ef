package dev.mastio.proxy.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestClock;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.auth.TestOrganisation;
import dev.mastio.proxy.auth.TestReplica;
import dev.mastio.proxy.auth.TestReplica.Answer;
import dev.mastio.proxy.auth.TestReplica.Options;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ChallengeLoginTest {

    private static final String USED = "challenge nonce invalid, expired, or already consumed";

    private final Store.Kind kind;
    private final TestClock clock = TestClock.ahead();
    private final TestOrganisation acme = new TestOrganisation(clock.instant());
    private final TestAgent alice = acme.enrol("alice");

    @TempDir
    private Path directory;

    private TestDatabase database;
    private TestReplica replica;
    private TestReplica other;

    ChallengeLoginTest(Store.Kind kind) {
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

    @Test
    void endorsesTheAnswerToAChallengeOfAnyReplica() throws Exception {
        Answer challenge = send(replica, "login-challenge", Json.object(), alice.chain());
        assertThat(challenge.body().path("expires_in").intValue()).isEqualTo(120);
        assertThat(challenge.body().path("agent_id").asText()).isEqualTo("acme::alice");
        String nonce = challenge.body().path("nonce").asText();
        assertThat(Base64.getUrlDecoder().decode(nonce)).hasSize(32);
        String assertion = assertion(nonce, claims -> {});

        Answer endorsed = endorse(other, assertion, nonce);

        assertThat(endorsed.status()).isEqualTo(200);
        assertThat(endorsed.body().path("client_assertion").asText()).isEqualTo(assertion);
        assertThat(endorsed.body().path("agent_id").asText()).isEqualTo("acme::alice");
        assertSigned(assertion, endorsed.body().path("mastio_signature").asText());
    }

    @Test
    void aChallengeIsGoodForOneAttempt() throws Exception {
        String nonce = challenge();
        assertThat(endorse(replica, "nonsense", nonce).detail()).isEqualTo("x509 chain verification failed");

        assertThat(endorse(other, assertion(nonce, claims -> {}), nonce).detail())
                .isEqualTo(USED);
    }

    @Test
    void ofManyAttemptsAtOnceOnTwoReplicasOneSucceeds() throws Exception {
        String nonce = challenge();
        String assertion = assertion(nonce, claims -> {});
        List<Callable<Integer>> attempts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TestReplica where = i % 2 == 0 ? replica : other;
            attempts.add(() -> endorse(where, assertion, nonce).status());
        }
        int successes = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> status : threads.invokeAll(attempts)) {
                successes += status.get() == 200 ? 1 : 0;
            }
        }

        assertThat(successes).isEqualTo(1);
    }

    @Test
    void aChallengeIsForItsAgentAlone() throws Exception {
        TestAgent bob = acme.enrol("bob");
        String nonce = challenge();

        Answer answer = send(
                replica,
                "sign-challenged-assertion",
                Json.object()
                        .put("client_assertion", bob.assertion(clock.instant()))
                        .put("nonce", nonce),
                bob.chain());

        assertThat(answer.detail()).isEqualTo(USED);
        assertThat(endorse(replica, assertion(nonce, claims -> {}), nonce).status())
                .isEqualTo(200);
    }

    @Test
    void aChallengeEndsAfterTwoMinutes() throws Exception {
        String nonce = challenge();
        clock.forward(Duration.ofMinutes(2));

        assertThat(endorse(replica, assertion(nonce, claims -> {}), nonce).detail())
                .isEqualTo(USED);
    }

    @Test
    void refusesAnAssertionThatDoesNotAnswer() throws Exception {
        assertRefused(401, "assertion nonce does not match the challenge", claims -> claims.put("nonce", "x"));
        assertRefused(401, "assertion nonce does not match the challenge", claims -> claims.remove("nonce"));
        assertRefused(
                401, "assertion sub does not match the authenticated agent", claims -> claims.put("sub", "acme::bob"));
        assertRefused(401, "assertion invalid", claims -> claims.put("aud", "x"));
        assertRefused(
                400,
                "assertion lifetime must be ≤ 300s",
                claims -> claims.put("exp", claims.path("iat").longValue() + 301));
        assertRefused(401, "assertion invalid", claims -> claims.put("iat", Long.MIN_VALUE));
    }

    @Test
    void theAssertionMustBeByTheCertificateOnRecord() throws Exception {
        TestAgent renewed = acme.certify("alice", TestKeys.ec());
        String nonce = challenge();
        String assertion = renewed.sign(
                renewed.assertionHeader(),
                renewed.assertionClaims(clock.instant()).put("nonce", nonce));

        assertThat(endorse(replica, assertion, nonce).detail())
                .isEqualTo("assertion certificate does not match the one on record");
    }

    @Test
    void theFormerCertificateIsGoodForItsGrace() throws Exception {
        Instant end = clock.instant().plusSeconds(60);
        TestAgent renewed = acme.certify("alice", TestKeys.ec());
        acme.change(
                alice,
                agent -> TestOrganisation.with(
                        agent,
                        Optional.of(renewed.pem()),
                        Optional.empty(),
                        Optional.of(new Agent.Grace(Optional.of(alice.pem()), Optional.empty(), end))));
        String nonce = challenge();
        assertThat(replica.graces).containsExactly(alice.byGrace());

        assertThat(endorse(replica, assertion(nonce, claims -> {}), nonce).status())
                .isEqualTo(200);
        // Once for the certificate that was shown, once for that of the assertion.
        assertThat(replica.graces).containsExactly(alice.byGrace(), alice.byGrace(), alice.byGrace());
        clock.forward(Duration.ofSeconds(60));
        assertThat(send(replica, "login-challenge", Json.object(), alice.chain())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void isForCertificateHoldersOnly() throws Exception {
        for (String route : List.of("login-challenge", "sign-challenged-assertion", "sign-assertion")) {
            Answer answer = send(replica, route, Json.object(), List.of());

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body().path("detail").path("reason").asText()).isEqualTo("client_cert_not_verified");
        }
    }

    @Test
    void looksAtNoProofAlsoWhereAKeyForProofsIsRegistered() throws Exception {
        acme.change(
                alice,
                agent -> TestOrganisation.with(
                        agent, agent.certificatePem(), Optional.of("registered"), Optional.empty()));
        Map<String, String> proof = Map.of(
                "DPoP",
                alice.proof("POST", TestReplica.URL + "/elsewhere", clock.instant())
                        .text());
        String nonce = challenge();

        Answer endorsed = send(
                replica,
                "sign-challenged-assertion",
                answer(assertion(nonce, claims -> {}), nonce),
                alice.chain(),
                proof);

        assertThat(endorsed.status()).isEqualTo(200);
        assertThat(send(replica, "login-challenge", Json.object(), alice.chain(), proof)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void signsForAnAgentWhoseKeyIsKept() throws Exception {
        assertThat(send(replica, "sign-assertion", Json.object(), alice.chain()).detail())
                .isEqualTo("agent credentials not available on proxy");
        replica.held.put(alice.id(), new HeldCredentials.Held(alice.pair().getPrivate(), alice.chain()));

        Answer answer = send(replica, "sign-assertion", Json.object(), alice.chain());

        String assertion = answer.body().path("client_assertion").asText();
        assertSigned(assertion, answer.body().path("mastio_signature").asText());
        assertThat(replica.post("/v1/auth/token", Json.object().put("client_assertion", assertion), Map.of())
                        .status())
                .isEqualTo(200);
    }

    private void assertRefused(int status, String detail, Consumer<ObjectNode> change) throws Exception {
        String nonce = challenge();

        Answer answer = endorse(replica, assertion(nonce, change), nonce);

        assertThat(answer.detail()).isEqualTo(detail);
        assertThat(answer.status()).isEqualTo(status);
    }

    private void assertSigned(String assertion, String signature) throws Exception {
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(acme.tokenPair.getPublic());
        verifier.update(assertion.getBytes(StandardCharsets.US_ASCII));
        assertThat(verifier.verify(Base64.getUrlDecoder().decode(signature))).isTrue();
    }

    private String challenge() throws Exception {
        return send(replica, "login-challenge", Json.object(), alice.chain())
                .body()
                .path("nonce")
                .asText();
    }

    private String assertion(String nonce, Consumer<ObjectNode> change) {
        ObjectNode claims = alice.assertionClaims(clock.instant()).put("nonce", nonce);
        change.accept(claims);
        return alice.sign(alice.assertionHeader(), claims);
    }

    private Answer endorse(TestReplica where, String assertion, String nonce) throws Exception {
        return send(where, "sign-challenged-assertion", answer(assertion, nonce), alice.chain());
    }

    private static ObjectNode answer(String assertion, String nonce) {
        return Json.object().put("client_assertion", assertion).put("nonce", nonce);
    }

    private static Answer send(TestReplica where, String route, ObjectNode body, List<X509Certificate> chain)
            throws Exception {
        return send(where, route, body, chain, Map.of());
    }

    private static Answer send(
            TestReplica where, String route, ObjectNode body, List<X509Certificate> chain, Map<String, String> headers)
            throws Exception {
        return where.send("POST", "/v1/auth/" + route, Json.text(body), headers, chain);
    }
}
