package dev.mastio.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.Vectors;
import dev.mastio.proxy.enrolment.Organisations;
import dev.mastio.proxy.pki.AgentKeys;
import dev.mastio.proxy.pki.Fingerprints;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.pki.TestIssuer;
import dev.mastio.proxy.pki.TestKeys;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.store.SharedValues;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.TestRequest;
import dev.mastio.proxy.wire.TestRequest.Answer;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Store.Kind.class)
class AgentRoutesTest {

    private static final String AGENTS = "/v1/admin/agents";
    private static final String BYOCA = AGENTS + "/enroll/byoca";
    private static final String SPIFFE = AGENTS + "/enroll/spiffe";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private final KeyPair pair = TestKeys.p256();
    private Organisations acme;
    private AgentKeys keys;
    private TestIssuer root;
    private List<Route> routes;

    AgentRoutesTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        acme = Organisations.fresh(kind, directory);
        root = TestIssuer.rootOf(acme.pki);
        keys = new AgentKeys(acme.store, acme.atRest, acme.clock);
        routes = routes(request -> {});
    }

    private List<Route> routes(Guard guard) {
        AgentAdministration administration =
                new AgentAdministration(acme.store, acme.pki, acme.agents, keys, acme.clock);
        List<Route> all = new ArrayList<>(new BroughtAgentRoutes(administration, acme.store, guard).routes());
        all.addAll(new AgentRoutes(administration, acme.agents, guard).routes());
        return all;
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void makesAnIdentityAndGivesTheWholeChain() throws Exception {
        Answer answer = post(AGENTS, named("alice").put("display_name", "Alice").put("federated", true));

        assertThat(answer.status()).isEqualTo(201);
        JsonNode body = answer.json();
        assertThat(body.path("agent_id").asText()).isEqualTo("acme::alice");
        assertThat(body.path("federated").asBoolean()).isTrue();
        List<X509Certificate> chain = Pem.certificates(body.path("cert_pem").asText());
        assertThat(chain).hasSize(2);
        assertThat(body.path("private_key_pem").asText()).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(keys.find("acme::alice", chain.getFirst().getPublicKey())).isEmpty();
        assertThat(post(AGENTS, named("alice")).detail()).isEqualTo("agent 'acme::alice' already registered");
        assertThat(acme.journal.actions()).containsExactly("agent.create");
    }

    @Test
    void takesCapabilitiesAsFarAsTheirAuditRowCanHoldThem() {
        assertThat(post(AGENTS, withCapabilities("alice", "x".repeat(200))).status())
                .isEqualTo(201);

        Answer answer = post(AGENTS, withCapabilities("bob", "\u00e9".repeat(200)));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("body.capabilities value_error");
    }

    private static ObjectNode withCapabilities(String name, String capability) {
        ObjectNode body = named(name);
        ArrayNode capabilities = body.putArray("capabilities");
        for (int i = 0; i < 64; i++) {
            capabilities.add(capability);
        }
        return body;
    }

    @Test
    void takesACertificateOfTheOrganisationWithItsKey() throws Exception {
        List<X509Certificate> chain = acme.pki.required().certifyAgent("alice", pair.getPublic(), acme.clock.instant());
        ObjectNode body = named("alice").put("cert_pem", Pem.text(chain));

        assertThat(post(AGENTS, body).status()).isEqualTo(400);
        Answer answer = post(AGENTS, body.put("private_key_pem", Pem.text(pair.getPrivate())));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("cert_pem").asText()).isEqualTo(Pem.text(chain));
        assertThat(answer.json().path("private_key_pem").isNull()).isTrue();
        assertThat(acme.agents.find("acme::alice").orElseThrow().certificatePem())
                .contains(Pem.text(chain));
    }

    @Test
    void listsAllAsTheContractSays() {
        post(AGENTS, named("alice"));

        assertThat(get(AGENTS).body())
                .isEqualTo("[{\"agent_id\":\"acme::alice\",\"display_name\":\"\",\"capabilities\":[\"order.read\"],"
                        + "\"federated\":false,\"federated_at\":null,\"federation_revision\":0,\"is_active\":true,"
                        + "\"created_at\":\"2026-06-01T12:00:00+00:00\"}]");
    }

    @Test
    void changesWhoIsKnownOutside() {
        post(AGENTS, named("alice"));

        Answer answer =
                send("PATCH", AGENTS + "/acme::alice/federated", Json.object().put("federated", true));

        assertThat(answer.json().path("federated").asBoolean()).isTrue();
        assertThat(answer.json().path("federation_revision").asInt()).isEqualTo(1);
        assertThat(send("PATCH", AGENTS + "/acme::alice/federated", Json.object())
                        .problem())
                .isEqualTo("body.federated missing");
        assertThat(send("PATCH", AGENTS + "/acme::bob/federated", Json.object().put("federated", true))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void takesAccessAwayAndGivesItBack() throws Exception {
        post(AGENTS, named("alice"));

        assertThat(send("DELETE", AGENTS + "/acme::alice", Json.object()).status())
                .isEqualTo(204);
        assertThat(acme.agents.find("acme::alice").orElseThrow().active()).isFalse();
        Answer back = post(AGENTS + "/acme::alice/reactivate", Json.object());
        assertThat(back.status()).isEqualTo(200);
        assertThat(acme.agents.find("acme::alice").orElseThrow().active()).isTrue();
        assertThat(send("DELETE", AGENTS + "/acme::bob", Json.object()).status())
                .isEqualTo(404);
        assertThat(post(AGENTS + "/acme::bob/reactivate", Json.object()).status())
                .isEqualTo(404);
    }

    @Test
    void registersTheKeyOfProofs() throws Exception {
        post(AGENTS, named("alice"));
        String path = AGENTS + "/acme::alice/dpop-jwk";
        ObjectNode jwk = Vectors.of("ec").path("jwk").deepCopy();

        Answer answer = post(path, Json.object().set("jwk", jwk));

        assertThat(answer.json().path("dpop_jkt").asText())
                .isEqualTo(Vectors.of("ec").path("jkt").asText());
        assertThat(acme.agents.find("acme::alice").orElseThrow().proofKey())
                .contains(Vectors.of("ec").path("jkt").asText());
        assertThat(post(path, Json.object()).status()).isEqualTo(400);
        assertThat(post(path, Json.object().set("jwk", Json.object())).detail()).isEqualTo("jwk is empty");
        assertThat(post(path, Json.object().set("jwk", jwk.deepCopy().put("d", "x")))
                        .detail())
                .isEqualTo("jwk contains private key material");
        assertThat(post(path, Json.object().set("jwk", jwk.deepCopy().put("kty", "OKP")))
                        .status())
                .isEqualTo(400);
        assertThat(post(path, Json.object().set("jwk", jwk.deepCopy().put("y", "!")))
                        .status())
                .isEqualTo(400);
        assertThat(post(AGENTS + "/acme::bob/dpop-jwk", Json.object().set("jwk", jwk))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void letsInWhoBringsACertificateOfTheOrgRootAndKeepsItsKey() throws Exception {
        X509Certificate leaf = root.agent("acme::alice", "spiffe://cullis.local/acme/alice", pair.getPublic());
        ObjectNode body = brought("alice", leaf);
        body.set("dpop_jwk", Vectors.of("ec").path("jwk"));

        Answer answer = post(BYOCA, body);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo("{\"agent_id\":\"acme::alice\",\"display_name\":\"\",\"capabilities\":[\"order.read\"],"
                        + "\"cert_thumbprint\":\"" + Fingerprints.of(leaf) + "\","
                        + "\"spiffe_id\":\"spiffe://cullis.local/acme/alice\","
                        + "\"dpop_jkt\":\"" + Vectors.of("ec").path("jkt").asText() + "\"}");
        assertThat(keys.find("acme::alice", pair.getPublic()).orElseThrow().getEncoded())
                .isEqualTo(pair.getPrivate().getEncoded());
        assertThat(post(BYOCA, body).detail()).isEqualTo("agent acme::alice already enrolled");
    }

    @Test
    void keepsTheKeyOfAnAgentThatIsThereAlready() throws Exception {
        post(BYOCA, brought("alice", root.agent("acme::alice", null, pair.getPublic())));
        KeyPair other = TestKeys.p256();

        Answer answer = post(
                BYOCA,
                named("alice")
                        .put("cert_pem", Pem.text(root.agent("acme::alice", null, other.getPublic())))
                        .put("private_key_pem", Pem.text(other.getPrivate())));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(keys.find("acme::alice", pair.getPublic()).orElseThrow().getEncoded())
                .isEqualTo(pair.getPrivate().getEncoded());
    }

    @Test
    void refusesWhatTheOrgRootDidNotSignItself() throws Exception {
        List<X509Certificate> chain = acme.pki.required().certifyAgent("alice", pair.getPublic(), acme.clock.instant());
        TestIssuer stranger = TestIssuer.unknown(acme.clock.instant());

        assertThat(post(BYOCA, brought("alice", chain.getFirst())).detail()).contains("not signed by the Org CA");
        assertThat(post(BYOCA, brought("alice", stranger.agent("acme::alice", null, pair.getPublic())))
                        .detail())
                .contains("not signed by the Org CA");
        assertThat(acme.agents.list()).isEmpty();
    }

    @Test
    void refusesWhatIsNotTheAgents() throws Exception {
        assertThat(post(BYOCA, brought("alice", root.agent("acme::bob", null, pair.getPublic())))
                        .detail())
                .isEqualTo("certificate names another agent than acme::alice");
        assertThat(post(
                                BYOCA,
                                brought(
                                        "alice",
                                        root.agent("acme::alice", "spiffe://cullis.local/acme/bob", pair.getPublic())))
                        .status())
                .isEqualTo(400);
        assertThat(post(
                                BYOCA,
                                brought(
                                        "alice",
                                        root.agent(
                                                "acme::alice",
                                                null,
                                                TestKeys.p256().getPublic())))
                        .detail())
                .isEqualTo("private key does not match the certificate");
        assertThat(acme.agents.list()).isEmpty();
    }

    @Test
    void refusesCertificatesThatAreOverOrNotYetGood() throws Exception {
        X509Certificate leaf = root.agent("acme::alice", null, pair.getPublic());
        acme.clock.advance(Duration.ofDays(400));

        assertThat(post(BYOCA, brought("alice", leaf)).detail())
                .isEqualTo("certificate is outside its validity window");
    }

    @Test
    void refusesGarbage() {
        ObjectNode good = brought("alice", root.agent("acme::alice", null, pair.getPublic()));

        assertThat(post(BYOCA, good.deepCopy().put("cert_pem", "garbage")).detail())
                .contains("no PEM certificate");
        assertThat(post(BYOCA, good.deepCopy().put("private_key_pem", "garbage"))
                        .detail())
                .contains("no unencrypted PEM");
        assertThat(post(BYOCA, good.deepCopy().put("cert_pem", "x".repeat(70_000)))
                        .problem())
                .isEqualTo("body.cert_pem string_too_long");
        assertThat(post(BYOCA, good.deepCopy().put("agent_name", "a/b")).problem())
                .isEqualTo("body.agent_name string_pattern_mismatch");
        assertThat(post(BYOCA, good.deepCopy().put("agent_name", "..")).status())
                .isEqualTo(422);
        assertThat(post(BYOCA, good.deepCopy().put("capabilities", "order.read"))
                        .problem())
                .isEqualTo("body.capabilities list_type");
        assertThat(post(BYOCA, Json.object()).json().path("detail")).hasSize(3);
    }

    @Test
    void letsInWhoBringsAnSvidOfATrustedProvider() throws Exception {
        TestIssuer spire = TestIssuer.unknown(acme.clock.instant());
        X509Certificate svid = spire.agent("", "spiffe://prod.example/ns/shop/sa/alice", pair.getPublic());
        ObjectNode body =
                named("alice").put("svid_pem", Pem.text(svid)).put("svid_key_pem", Pem.text(pair.getPrivate()));

        assertThat(post(SPIFFE, body).status()).isEqualTo(503);
        assertThat(post(SPIFFE, body.deepCopy().put("trust_bundle_pem", "garbage"))
                        .status())
                .isEqualTo(400);
        assertThat(post(SPIFFE, body.deepCopy().put("trust_bundle_pem", Pem.text(root.certificate())))
                        .detail())
                .isEqualTo("SVID is not signed by the trust bundle");
        acme.store.write(c -> SharedValues.claim(c, "spire_trust_bundle", Pem.text(spire.certificate())));
        Answer answer = post(SPIFFE, body);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("spiffe_id").asText()).isEqualTo("spiffe://prod.example/ns/shop/sa/alice");
        Agent alice = acme.agents.find("acme::alice").orElseThrow();
        assertThat(alice.certificatePem()).contains(Pem.text(svid));
    }

    @Test
    void refusesSvidsWithoutSpiffeId() {
        TestIssuer spire = TestIssuer.unknown(acme.clock.instant());

        Answer answer = post(
                SPIFFE,
                named("alice")
                        .put("svid_pem", Pem.text(spire.agent("acme::alice", null, pair.getPublic())))
                        .put("svid_key_pem", Pem.text(pair.getPrivate()))
                        .put("trust_bundle_pem", Pem.text(spire.certificate())));

        assertThat(answer.detail()).isEqualTo("SVID has no SPIFFE id");
    }

    @Test
    void asksForTheSecretBeforeAnythingElse() {
        routes = routes(request -> {
            throw new Refusal(403, "invalid admin secret");
        });

        for (String path : List.of(AGENTS, BYOCA, SPIFFE, AGENTS + "/x/dpop-jwk", AGENTS + "/x/reactivate")) {
            assertThat(post(path, Json.object()).status()).describedAs(path).isEqualTo(403);
        }
        assertThat(get(AGENTS).status()).isEqualTo(403);
        assertThat(send("DELETE", AGENTS + "/x", Json.object()).status()).isEqualTo(403);
        assertThat(send("PATCH", AGENTS + "/x/federated", Json.object()).status())
                .isEqualTo(403);
    }

    private static ObjectNode named(String name) {
        ObjectNode body = Json.object().put("agent_name", name);
        body.putArray("capabilities").add("order.read");
        return body;
    }

    private ObjectNode brought(String name, X509Certificate certificate) {
        return named(name).put("cert_pem", Pem.text(certificate)).put("private_key_pem", Pem.text(pair.getPrivate()));
    }

    private Answer get(String path) {
        return TestRequest.get(path).to(routes);
    }

    private Answer post(String path, JsonNode body) {
        return TestRequest.post(path).json(body).to(routes);
    }

    private Answer send(String method, String path, JsonNode body) {
        return TestRequest.of(method, path).json(body).to(routes);
    }
}
