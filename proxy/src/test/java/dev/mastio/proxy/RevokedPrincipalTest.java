package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.auth.AuthRules;
import dev.mastio.proxy.auth.Authentication;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestProof;
import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.enrolment.Certification;
import dev.mastio.proxy.enrolment.Requester;
import dev.mastio.proxy.journal.CallJournal;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.pki.TestKeys;
import dev.mastio.proxy.pki.TestRequests;
import dev.mastio.proxy.registry.PrincipalType;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.TestRequest;
import dev.mastio.proxy.wire.TestRequest.Answer;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A user or a workload with a certificate that is good for an hour, from whom administrators take access and to whom they give it back. */
@ParameterizedClass
@EnumSource
class RevokedPrincipalTest {

    private static final String URL = "https://mastio.example:9443";
    private static final String CALL = "/v1/egress/whoami";
    private static final String MINT = "/v1/auth/token";

    private final PrincipalType type;
    private final String path;
    private final InstantSource clock = InstantSource.system();
    private final List<Route> routes = new ArrayList<>();

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Authentication authentication;
    private TestAgent mario;

    RevokedPrincipalTest(PrincipalType type) {
        this.type = type;
        path = "/v1/admin/" + type.wire() + "s";
    }

    @BeforeEach
    void certify() throws Exception {
        database = TestDatabase.fresh(Store.Kind.SQLITE, directory);
        Store store = database.open();
        Identity identity = new Identity(
                SettingsReader.read(RunningProxy.environment(directory, Map.of("MCP_PROXY_ORG_ID", "acme"))),
                store,
                (connection, note) -> {},
                clock);
        identity.pki().load();
        authentication = authentication(identity, store);
        routes.addAll(identity.routes(request -> {}));
        routes.addAll(authentication.routes());
        routes.add(Route.get(
                CALL,
                Family.EGRESS,
                authentication
                        .endpoints()
                        .byTokenOrCertificate(
                                (request, caller) -> Reply.json(Json.object().put("id", caller.id())))));
        TestRequest.post(path)
                .json(Json.object().put(type.wire() + "_name", "mario"))
                .to(routes);
        KeyPair pair = TestKeys.p256();
        mario = new TestAgent(
                type.id("acme", "mario"),
                pair,
                new Certification(store, identity.pki(), identity.principals(), clock)
                        .certify(
                                new Requester("acme::mario", "workload"),
                                "cullis.local/acme/" + type.wire() + "/mario",
                                TestRequests.signed(pair)),
                TestKeys.p256());
        await().until(() -> authentication.nonces().current().isPresent());
    }

    @AfterEach
    void close() {
        authentication.close();
        database.close();
    }

    @Test
    void isRefusedWithItsCertificateUntilItHasAccessAgain() {
        assertThat(call().json().path("id").asText()).isEqualTo(mario.id());

        revoke();

        Answer refused = call();
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().path("detail").path("reason").asText()).isEqualTo("typed_principal_unknown");
        restore();
        assertThat(call().json().path("id").asText()).isEqualTo(mario.id());
    }

    @Test
    void getsNoTokenUntilItHasAccessAgain() {
        assertThat(mint().status()).isEqualTo(200);

        revoke();

        Answer refused = mint();
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.detail()).isEqualTo("agent not registered or deactivated");
        assertThat(refused.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"mcp-proxy\"");
        restore();
        assertThat(mint().status()).isEqualTo(200);
    }

    private Authentication authentication(Identity identity, Store store) {
        KnownHere known = new KnownHere(identity, identity.agents()::find, id -> {}, match -> {}, clock);
        CallJournal<?> nowhere = new CallJournal<>(call -> call, (connection, calls) -> {});
        return new Authentication(store, known.neighbours(nowhere), AuthRules.DEFAULT, clock);
    }

    private Answer call() {
        TestProof proof = mario.proof("GET", URL + CALL, clock.instant())
                .with("nonce", authentication.nonces().current().orElseThrow());
        return TestRequest.get(CALL)
                .showing(mario.chain())
                .header("DPoP", proof.text())
                .to(routes);
    }

    private Answer mint() {
        return TestRequest.post(MINT)
                .json(Json.object().put("client_assertion", mario.assertion(clock.instant())))
                .header("DPoP", mario.proof("POST", URL + MINT, clock.instant()).text())
                .to(routes);
    }

    private void revoke() {
        assertThat(TestRequest.of("DELETE", path + "/mario").to(routes).status())
                .isEqualTo(204);
    }

    private void restore() {
        assertThat(TestRequest.post(path + "/mario/reactivate").to(routes).status())
                .isEqualTo(200);
    }
}
