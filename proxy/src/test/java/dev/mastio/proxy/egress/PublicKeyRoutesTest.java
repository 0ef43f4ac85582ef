package dev.mastio.proxy.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.MovableClock;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestClock;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.auth.TestOrganisation;
import dev.mastio.proxy.auth.TestReplica;
import dev.mastio.proxy.auth.TestReplica.Options;
import dev.mastio.proxy.registry.Admission;
import dev.mastio.proxy.registry.Agents;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.TestRequest;
import dev.mastio.proxy.wire.TestRequest.Answer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Alice asks about bob, who is in the registry of the store. */
@ParameterizedClass
@EnumSource
class PublicKeyRoutesTest {

    private final Store.Kind kind;
    private final TestClock clock = TestClock.ahead();
    private final MovableClock nanoTime = new MovableClock(clock.instant());
    private final TestOrganisation acme = new TestOrganisation(clock.instant());
    private final TestAgent alice = acme.enrol("alice");
    private final TestAgent bob = acme.certify("bob", TestKeys.ec());

    @TempDir
    private Path directory;

    private TestDatabase database;
    private TestReplica replica;
    private Store store;
    private Agents agents;
    private List<Route> routes;

    PublicKeyRoutesTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        store = database.open();
        replica = new TestReplica(acme, store, clock, Options.DEFAULT);
        agents = new Agents(store, (connection, note) -> {}, Duration.ofDays(2), clock);
        agents.add(admission(bob.pem()));
        routes = routes(Optional.of("acme"));
    }

    @AfterEach
    void close() {
        replica.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme::bob", "spiffe://cullis.local/acme/bob"})
    void answersTheChainOnRecordToOneOfTheOrganisation(String id) {
        Answer answer = ask(id);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().properties()).hasSize(2);
        assertThat(answer.json().path("agent_id").textValue()).isEqualTo("acme::bob");
        assertThat(answer.json().path("cert_pem").textValue()).isEqualTo(bob.pem());
    }

    @Test
    void answersTheNewChainFromTheMomentOfItsRenewal() throws Exception {
        ask("acme::bob");
        TestAgent renewed = acme.certify("bob", TestKeys.ec());

        store.write(connection -> {
            agents.admit(connection, admission(renewed.pem()));
            return renewed;
        });

        assertThat(ask("acme::bob").json().path("cert_pem").textValue()).isEqualTo(renewed.pem());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"other::bob", "spiffe::bob", "spiffe://other.example/acme/bob", "spiffe://cullis.local/other/bob"
            })
    void answersNoCertificateOfOneOfAnotherOrganisation(String id) {
        Answer answer = ask(id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("agent_id").asText()).endsWith("::bob");
        assertThat(answer.json().has("cert_pem")).isTrue();
        assertThat(answer.json().path("cert_pem").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme::carol", "acme::user::mario", "acme::BOB"})
    void knowsNoOtherAgents(String id) {
        assertRefused(ask(id), 404, "intra-org agent not found: " + id);
    }

    @Test
    void aDeactivatedAgentIsNotFound() throws Exception {
        agents.deactivate("acme::bob", "left", "test");

        assertRefused(ask("spiffe://cullis.local/acme/bob"), 404, "intra-org agent not found: acme::bob");
        assertRefused(askAnonymously("acme::bob"), 404, "agent not found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob",
                "::bob",
                "acme::",
                "acme::bob::x",
                "acme::bob/x",
                "acme::b ob",
                "acme::b%6fb",
                "spiffe:",
                "spiffe://cullis.local/acme",
                "spiffe://cullis.local/acme/agent/bob",
                "spiffe://cullis.local//acme/bob",
                "spiffe://cullis.local/acme/bob/",
                "spiffe:///acme/bob",
                "spiffe:/cullis.local/acme/bob",
                "spiffe://cullis.local/acme/../bob",
                "spiffe://cullis.local/acme/user::bob",
            })
    void refusesWhatIsNoName(String id) {
        assertRefused(ask(id), 400, "invalid agent_id");
    }

    @Test
    void refusesAsLongAsItDoesNotKnowWhoseAgentsAreHere() {
        routes = routes(Optional.empty());

        assertRefused(ask("acme::bob"), 503, "Org CA not loaded");
    }

    @Test
    void answersTheBareKeyToAnybody() throws Exception {
        Answer answer = askAnonymously("acme::bob");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode body = answer.json();
        assertThat(body.properties()).hasSize(4);
        assertThat(body.path("agent_id").asText()).isEqualTo("acme::bob");
        assertThat(body.path("scope").asText()).isEqualTo("local");
        assertThat(body.path("cert_thumbprint").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(bob.chain().getFirst().getEncoded())));
        String pem = body.path("public_key_pem").asText();
        assertThat(pem).startsWith("-----BEGIN PUBLIC KEY-----\n").endsWith("\n-----END PUBLIC KEY-----\n");
        assertThat(Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", "")))
                .isEqualTo(bob.pair().getPublic().getEncoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme::carol", "bob", "other::bob", "acme::user::mario", "acme::b\0b", "\0"})
    void tellsNobodyOfOthers(String id) {
        assertRefused(askAnonymously(id), 404, "agent not found");
    }

    @Test
    void looksForNoNameThatIsTooLong() {
        String id = "acme::" + "b".repeat(60_000);

        assertRefused(ask(id), 400, "invalid agent_id");
        assertRefused(askAnonymously(id), 404, "agent not found");
    }

    @Test
    void anybodyHasABudget() {
        for (int i = 0; i < 300; i++) {
            assertThat(askAnonymously("acme::bob").status()).isEqualTo(200);
        }

        assertRefused(askAnonymously("acme::bob"), 429, "rate limit exceeded");
        assertThat(ask("acme::bob").status()).isEqualTo(200);
        nanoTime.advance(Duration.ofMinutes(1));
        assertThat(askAnonymously("acme::bob").status()).isEqualTo(200);
    }

    @Test
    void knowsItsOwnDomainHoweverItIsWritten() {
        routes = new PublicKeyRoutes(
                        replica.authenticated,
                        new AgentCertificates(agents::find, () -> Optional.of("acme"), "Corp_a.example"),
                        nanoTime::nanoTime)
                .routes();

        assertThat(ask("spiffe://Corp_a.example/acme/bob")
                        .json()
                        .path("cert_pem")
                        .asText())
                .startsWith("-----BEGIN CERTIFICATE-----");
    }

    private Answer ask(String id) {
        return TestRequest.get("/v1/egress/agents/" + id + "/public-key")
                .showing(alice.chain())
                .to(routes);
    }

    private Answer askAnonymously(String id) {
        return TestRequest.get("/v1/federation/agents/" + id + "/public-key").to(routes);
    }

    private static void assertRefused(Answer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.detail()).isEqualTo(detail);
    }

    private List<Route> routes(Optional<String> org) {
        return new PublicKeyRoutes(
                        replica.authenticated,
                        new AgentCertificates(agents::find, () -> org, "cullis.local"),
                        nanoTime::nanoTime)
                .routes();
    }

    private static Admission admission(String pem) {
        return new Admission(
                "acme::bob",
                "Bob",
                List.of(),
                pem,
                Optional.empty(),
                "admin",
                Optional.empty(),
                false,
                "agent",
                Optional.empty(),
                "test");
    }
}
