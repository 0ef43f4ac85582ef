package dev.mastio.proxy.auth;

import static dev.mastio.proxy.auth.TestReplica.URL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.auth.TestCertificates.Wanted;
import dev.mastio.proxy.auth.TestReplica.Answer;
import dev.mastio.proxy.auth.TestReplica.Options;
import dev.mastio.proxy.auth.certificate.GraceMatch;
import dev.mastio.proxy.auth.certificate.TypedPrincipals;
import dev.mastio.proxy.auth.principal.PrincipalId;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Client certificate and proof: the egress family. */
@ParameterizedClass
@EnumSource
class EgressAuthenticationTest {

    private static final String PATH = "/v1/egress/whoami";

    private final Store.Kind kind;

    private final TestClock clock = TestClock.ahead();
    private final TestOrganisation acme = new TestOrganisation(clock.instant());
    private final TestAgent alice = acme.enrol("alice", "crm.read");
    private final String key = TestKeys.thumbprint(alice.proofPair());

    @TempDir
    private Path directory;

    private TestDatabase database;
    private TestReplica replica;

    EgressAuthenticationTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        replica = replica(EgressProofMode.OPTIONAL, Optional.empty());
    }

    @AfterEach
    void stop() {
        replica.close();
        database.close();
    }

    @Test
    void knowsAnAgentByItsCertificate() throws Exception {
        assertThat(call(alice.chain(), Map.of()).body().path("id").asText()).isEqualTo("acme::alice");
    }

    @Test
    void aFirstProofIsAnsweredWithTheNonceForTheNext() throws Exception {
        Answer first = call(alice.chain(), proof(alice.proof("GET", URL + PATH, clock.instant())));

        assertThat(first.status()).isEqualTo(401);
        assertThat(first.detail()).isEqualTo("use_dpop_nonce");
        String nonce = first.headers().get("DPoP-Nonce");
        TestProof second = alice.proof("GET", URL + PATH, clock.instant()).with("nonce", nonce);
        assertThat(call(alice.chain(), proof(second)).body().path("key").asText())
                .isEqualTo(key);
    }

    @Test
    void theNonceOfOneReplicaIsGoodOnAnotherAndAfterARestart() throws Exception {
        String nonce = replica.nonces.current().orElseThrow();
        replica.close();

        replica = replica(EgressProofMode.OPTIONAL, Optional.empty());

        assertThat(call(alice.chain(), proof(good().with("nonce", nonce))).status())
                .isEqualTo(200);
    }

    @Test
    void aProofIsGoodOnce() throws Exception {
        Map<String, String> headers = proof(good());
        call(alice.chain(), headers);

        assertThat(call(alice.chain(), headers).detail()).isEqualTo("DPoP proof replay detected");
    }

    @Test
    void theQueryIsNoPartOfWhatIsSigned() throws Exception {
        assertThat(call(alice.chain(), proof(good().with("htu", URL + PATH + "?limit=50")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theProofMustBeByTheRegisteredKey() throws Exception {
        register(Optional.of(key), Optional.empty());
        assertThat(call(alice.chain(), proof(good())).status()).isEqualTo(200);

        TestProof other = TestProof.of(TestKeys.ec(), "GET", URL + PATH, clock.instant())
                .with("nonce", replica.nonces.current().orElseThrow());
        Answer answer = call(alice.chain(), proof(other));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.detail()).isEqualTo("DPoP proof was signed by a key not registered for this agent.");
    }

    @Test
    void aReplacedKeyAndCertificateAreGoodUntilTheirGraceEnds() throws Exception {
        TestAgent renewed = acme.certify("alice", TestKeys.ec());
        Agent.Grace grace = new Agent.Grace(
                Optional.of(alice.pem()), Optional.of(key), clock.instant().plusSeconds(60));
        acme.change(
                alice,
                agent -> TestOrganisation.with(
                        agent, Optional.of(renewed.pem()), Optional.of("another key"), Optional.of(grace)));

        assertThat(call(alice.chain(), proof(good())).status()).isEqualTo(200);
        assertThat(replica.graces)
                .containsExactly(alice.byGrace(), new GraceMatch(GraceMatch.Kind.PROOF_KEY, alice.id(), key));
        assertThat(call(renewed.chain(), Map.of()).status()).isEqualTo(200);
        clock.forward(Duration.ofMinutes(1));
        assertReason(call(alice.chain(), Map.of()), "client_cert_pin_mismatch");
        assertThat(call(renewed.chain(), proof(good())).detail())
                .isEqualTo("DPoP proof was signed by a key not registered for this agent.");
        assertThat(replica.graces).hasSize(2);
    }

    @Test
    void demandsWhatTheModeDemands() throws Exception {
        try (TestReplica required = replica(EgressProofMode.REQUIRED, Optional.empty());
                TestReplica off = replica(EgressProofMode.OFF, Optional.empty())) {
            Answer missing = call(required, alice.chain(), Map.of());
            assertThat(missing.detail()).startsWith("DPoP proof required");
            assertThat(missing.headers())
                    .containsEntry("WWW-Authenticate", "DPoP realm=\"egress\", algs=\"ES256 PS256\"");
            assertThat(call(required, alice.chain(), proof(good())).status()).isEqualTo(401);
            register(Optional.of(key), Optional.empty());
            assertThat(call(required, alice.chain(), proof(good())).status()).isEqualTo(200);
            assertThat(call(off, alice.chain(), Map.of("DPoP", "nonsense")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theConfiguredAddressIsTheOneToSign() throws Exception {
        try (TestReplica configured = replica(EgressProofMode.OPTIONAL, Optional.of("https://public.example:9443"))) {
            assertThat(call(configured, alice.chain(), proof(good().with("htu", "https://public.example:9443" + PATH)))
                            .status())
                    .isEqualTo(200);
            assertThat(call(configured, alice.chain(), proof(good())).detail())
                    .isEqualTo("Invalid DPoP proof: htu mismatch");
        }
    }

    @Test
    void aTokenOfOursComesBeforeTheCertificate() throws Exception {
        TestAgent bob = acme.enrol("bob");
        String token = replica.bound(bob, clock);
        TestProof proof = bob.proof("GET", URL + PATH, clock.instant()).forToken(token);

        Answer answer = call(alice.chain(), Map.of("Authorization", "DPoP " + token, "DPoP", proof.text()));

        assertThat(answer.body().path("id").asText()).isEqualTo("acme::bob");
    }

    @Test
    void aTokenIsProvedByTheKeyItIsBoundToWhateverIsRegistered() throws Exception {
        register(Optional.of("another key"), Optional.empty());
        String token = replica.bound(alice, clock);
        TestProof proof = alice.proof("GET", URL + PATH, clock.instant()).forToken(token);

        Answer answer = call(alice.chain(), Map.of("Authorization", "DPoP " + token, "DPoP", proof.text()));

        assertThat(answer.body().path("key").asText()).isEqualTo(key);
    }

    @Test
    void aTokenThatIsNotOursLeavesItToTheCertificate() throws Exception {
        assertThat(call(alice.chain(), Map.of("Authorization", "Bearer culk_x")).status())
                .isEqualTo(200);
        assertReason(call(List.of(), Map.of("Authorization", "Bearer culk_x")), "client_cert_not_verified");
    }

    @Test
    void saysWhyACertificateIsNotEnough() throws Exception {
        assertReason(call(List.of(), Map.of()), "client_cert_not_verified");
        assertReason(call(List.of(certificate("CN=alice", "")), Map.of()), "client_cert_no_parseable_identity");
        assertReason(
                call(List.of(certificate("CN=x", "spiffe://td/evil/alice")), Map.of()), "client_cert_org_mismatch");
        assertReason(call(acme.certify("nobody", TestKeys.ec()).chain(), Map.of()), "agent_unknown_or_inactive");
        assertReason(call(acme.certify("alice", TestKeys.ec()).chain(), Map.of()), "client_cert_pin_mismatch");
        acme.change(
                alice,
                agent -> TestOrganisation.with(agent, Optional.of("no pem"), Optional.empty(), Optional.empty()));
        assertReason(call(alice.chain(), Map.of()), "agent_cert_pin_unavailable");
        acme.change(alice, agent -> TestOrganisation.with(agent, Optional.empty(), Optional.empty(), Optional.empty()));
        assertReason(call(alice.chain(), Map.of()), "agent_cert_pin_unavailable");
        acme.change(alice, TestOrganisation::deactivated);
        assertReason(call(alice.chain(), Map.of()), "agent_unknown_or_inactive");
    }

    @Test
    void believesNoIntermediateThatWasWithdrawn() throws Exception {
        acme.withdrawn.add(acme.intermediate.certificate());

        assertReason(call(alice.chain(), Map.of()), "client_cert_not_verified");
    }

    @Test
    void typedPrincipalsAreKnownByTheirKey() throws Exception {
        KeyPair pair = TestKeys.ec();
        X509Certificate job = TestCertificates.leaf(
                acme.intermediate, Wanted.of("CN=x", "spiffe://td/acme/workload/job", pair, clock.instant()));
        PrincipalId id = PrincipalId.parse("acme::workload::job").orElseThrow();

        assertReason(call(List.of(job), Map.of()), "typed_principal_unknown");
        replica.typed.put(id, new TypedPrincipals.OnRecord(Optional.empty(), true));
        assertReason(call(List.of(job), Map.of()), "typed_principal_not_yet_enrolled");
        replica.typed.put(id, new TypedPrincipals.OnRecord(Optional.of("00"), true));
        assertReason(call(List.of(job), Map.of()), "client_cert_pubkey_not_bound_to_principal");
        String fingerprint =
                HexFormat.of().formatHex(TestKeys.sha256(pair.getPublic().getEncoded()));
        replica.typed.put(id, new TypedPrincipals.OnRecord(Optional.of(fingerprint), true));
        assertThat(call(List.of(job), Map.of()).body().path("id").asText()).isEqualTo("acme::workload::job");
        replica.typed.put(id, new TypedPrincipals.OnRecord(Optional.of(fingerprint), false));
        assertReason(call(List.of(job), Map.of()), "typed_principal_unknown");
    }

    private static void assertReason(Answer answer, String reason) {
        JsonNode detail = answer.body().path("detail");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(detail.path("reason").asText()).isEqualTo(reason);
        assertThat(detail.path("hint").asText()).isNotEmpty();
        assertThat(detail.path("docs").asText()).isEqualTo("https://docs.cullis.io/runbook/mastio-mtls-auth");
    }

    private TestReplica replica(EgressProofMode mode, Optional<String> publicUrl) {
        return new TestReplica(acme, database.open(), clock, new Options(false, mode, publicUrl));
    }

    private void register(Optional<String> proofKey, Optional<Agent.Grace> grace) {
        acme.change(alice, agent -> TestOrganisation.with(agent, agent.certificatePem(), proofKey, grace));
    }

    private X509Certificate certificate(String subject, String uri) {
        return TestCertificates.leaf(acme.intermediate, Wanted.of(subject, uri, TestKeys.ec(), clock.instant()));
    }

    private TestProof good() {
        return alice.proof("GET", URL + PATH, clock.instant())
                .with("nonce", replica.nonces.current().orElseThrow());
    }

    private static Map<String, String> proof(TestProof proof) {
        return Map.of("DPoP", proof.text());
    }

    private Answer call(List<X509Certificate> chain, Map<String, String> headers) throws Exception {
        return call(replica, chain, headers);
    }

    private static Answer call(TestReplica where, List<X509Certificate> chain, Map<String, String> headers)
            throws Exception {
        return where.send("GET", PATH, "", headers, chain);
    }
}
