package dev.mastio.proxy.auth.token;

import static dev.mastio.proxy.auth.TestReplica.URL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestCertificates;
import dev.mastio.proxy.auth.TestCertificates.Wanted;
import dev.mastio.proxy.auth.TestClock;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.auth.TestOrganisation;
import dev.mastio.proxy.auth.TestProof;
import dev.mastio.proxy.auth.TestReplica;
import dev.mastio.proxy.auth.TestReplica.Answer;
import dev.mastio.proxy.auth.TestReplica.Options;
import dev.mastio.proxy.auth.certificate.TypedPrincipals;
import dev.mastio.proxy.auth.principal.PrincipalId;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.SQLTransientException;
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

/**
 * What the registry has to say when a token is minted: who replaces a certificate gets rid of the one before, also where its chain still
 * holds; a registered proof key is not asked for here.
 */
@ParameterizedClass
@EnumSource
class MintByRegistryTest {

    private static final String ANOTHER = "assertion certificate does not match the one on record";
    private static final Duration GRACE = Duration.ofDays(2);

    private final Store.Kind kind;

    private final TestClock clock = TestClock.ahead();
    private final TestOrganisation acme = new TestOrganisation(clock.instant());
    private final TestAgent alice = acme.enrol("alice");
    private final TestAgent renewed = acme.certify("alice", TestKeys.ec());

    @TempDir
    private Path directory;

    private TestDatabase database;
    private TestReplica replica;

    MintByRegistryTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        replica = new TestReplica(acme, database.open(), clock, Options.DEFAULT);
    }

    @AfterEach
    void stop() {
        replica.close();
        database.close();
    }

    @Test
    void refusesASecondCertificateOfTheSameName() throws Exception {
        assertThat(mint(alice).status()).isEqualTo(200);

        assertRefused(mint(renewed));
    }

    @Test
    void refusesACertificateThatWasReplaced() throws Exception {
        replaced(Optional.empty());

        assertRefused(mint(alice));
        assertThat(mint(renewed).status()).isEqualTo(200);
    }

    @Test
    void acceptsTheFormerCertificateDuringItsGrace() throws Exception {
        replaced(Optional.of(new Agent.Grace(
                Optional.of(alice.pem()), Optional.empty(), clock.instant().plus(GRACE))));

        assertThat(mint(renewed).status()).isEqualTo(200);
        assertThat(replica.graces).isEmpty();
        assertThat(mint(alice).status()).isEqualTo(200);
        assertThat(replica.graces).containsExactly(alice.byGrace());
        clock.forward(GRACE);
        assertRefused(mint(alice));
        assertThat(mint(renewed).status()).isEqualTo(200);
        assertThat(replica.graces).hasSize(1);
    }

    @Test
    void givesNoTokenByAGraceThatCannotBeRecorded() throws Exception {
        replaced(Optional.of(new Agent.Grace(
                Optional.of(alice.pem()), Optional.empty(), clock.instant().plus(GRACE))));
        replica.refuseToRecord();

        assertThatThrownBy(() -> mint(alice)).isInstanceOf(SQLTransientException.class);
        assertThat(mint(renewed).status()).isEqualTo(200);
    }

    @Test
    void refusesAnAgentThatWasDeactivated() throws Exception {
        acme.change(alice, TestOrganisation::deactivated);

        assertRefused(mint(alice), "agent not registered or deactivated");
        assertThat(replica.graces).isEmpty();
        acme.agents.clear();
        assertThat(mint(alice).status()).as("somebody unknown").isEqualTo(200);
    }

    @Test
    void refusesAWorkloadWithAnotherKeyThanThePinnedOne() throws Exception {
        KeyPair pair = TestKeys.ec();
        TestAgent job = new TestAgent(
                "acme::workload::job",
                pair,
                List.of(
                        TestCertificates.leaf(
                                acme.intermediate,
                                Wanted.of("CN=x", "spiffe://td/acme/workload/job", pair, clock.instant())),
                        acme.intermediate.certificate()),
                TestKeys.ec());
        pin(job, TestKeys.ec());

        assertRefused(mint(job));
        pin(job, pair);
        assertThat(mint(job).status()).isEqualTo(200);
    }

    /** The client SDK makes a key at each login, and keeps the registered one for proofs beside its certificate. */
    @Test
    void bindsATokenToTheKeyOfItsProofAlsoWhereAnotherOneIsRegistered() throws Exception {
        KeyPair ofThisLogin = TestKeys.ec();
        String registered = TestKeys.thumbprint(alice.proofPair());
        acme.change(
                alice,
                agent -> TestOrganisation.with(
                        agent, agent.certificatePem(), Optional.of(registered), Optional.empty()));
        TestProof minting = TestProof.of(ofThisLogin, "POST", URL + "/v1/auth/token", clock.instant());

        Answer minted = mint(alice, Map.of("DPoP", minting.text()));

        String token = minted.body().path("access_token").asText();
        TestProof calling = TestProof.of(ofThisLogin, "POST", URL + "/v1/ingress/whoami", clock.instant())
                .forToken(token);
        Answer answer = replica.post(
                "/v1/ingress/whoami", Json.object(), Map.of("Authorization", "DPoP " + token, "DPoP", calling.text()));
        assertThat(answer.body().path("key").asText())
                .isEqualTo(TestKeys.thumbprint(ofThisLogin))
                .isNotEqualTo(registered);
    }

    private void pin(TestAgent principal, KeyPair pair) {
        String fingerprint =
                HexFormat.of().formatHex(TestKeys.sha256(pair.getPublic().getEncoded()));
        replica.typed.put(
                PrincipalId.parse(principal.id()).orElseThrow(),
                new TypedPrincipals.OnRecord(Optional.of(fingerprint), true));
    }

    private void replaced(Optional<Agent.Grace> grace) {
        acme.change(alice, agent -> TestOrganisation.with(agent, Optional.of(renewed.pem()), Optional.empty(), grace));
    }

    private Answer mint(TestAgent agent) throws Exception {
        return mint(agent, Map.of());
    }

    private Answer mint(TestAgent agent, Map<String, String> headers) throws Exception {
        return replica.post(
                "/v1/auth/token", Json.object().put("client_assertion", agent.assertion(clock.instant())), headers);
    }

    private static void assertRefused(Answer answer) {
        assertRefused(answer, ANOTHER);
    }

    private static void assertRefused(Answer answer, String detail) {
        assertThat(answer.detail()).isEqualTo(detail);
        assertThat(answer.status()).isEqualTo(401);
    }
}
