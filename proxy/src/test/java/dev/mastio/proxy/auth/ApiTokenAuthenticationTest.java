package dev.mastio.proxy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.auth.TestReplica.Answer;
import dev.mastio.proxy.auth.TestReplica.Options;
import dev.mastio.proxy.registry.PrincipalType;
import dev.mastio.proxy.registry.Principals;
import dev.mastio.proxy.registry.TestUser;
import dev.mastio.proxy.registry.apitoken.ApiTokens.Minted;
import dev.mastio.proxy.registry.apitoken.ApiTokens.Wanted;
import dev.mastio.proxy.registry.apitoken.PathScope;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that administrators gave out, on the egress family and elsewhere. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
class ApiTokenAuthenticationTest {

    private static final String EGRESS = "/v1/egress/whoami";
    private static final String MARIO = "acme::user::mario";

    private final Store.Kind kind;
    private final TestClock clock = TestClock.ahead();
    private final TestOrganisation acme = new TestOrganisation(clock.instant());
    private final TestAgent alice = acme.enrol("alice");

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Principals principals;
    private TestReplica replica;

    ApiTokenAuthenticationTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        Store store = database.open();
        principals = new Principals(store, (connection, note) -> {}, clock);
        principals.add(TestUser.named("mario", "Mario", clock.instant()));
        replica = new TestReplica(acme, store, clock, Options.DEFAULT);
    }

    @AfterEach
    void stop() {
        replica.close();
        database.close();
    }

    @Test
    void isTheUserWhomItWasMadeForWithTheProvidersItNames() throws Exception {
        JsonNode caller = call(bearer(mint("/v1/*"))).body();

        assertThat(caller.path("id").asText()).isEqualTo(MARIO);
        assertThat(caller.path("type").asText()).isEqualTo("user");
        assertThat(caller.path("capabilities")).isEmpty();
        assertThat(caller.path("providers").toString()).isEqualTo("[\"anthropic\"]");
        assertThat(caller.path("key").isNull()).isTrue();
    }

    @Test
    void comesBeforeAClientCertificateAndNeedsNoProof() throws Exception {
        Map<String, String> headers = Map.of("Authorization", bearer(mint("/v1/*")), "DPoP", "nonsense");

        assertThat(replica.send("GET", EGRESS, "", headers, alice.chain())
                        .body()
                        .path("id")
                        .asText())
                .isEqualTo(MARIO);
    }

    @Test
    void isRefusedOnPathsThatItDoesNotCoverWhateverElseIsShown() throws Exception {
        Minted minted = mint("/v1/llm/*");

        Answer answer = call(bearer(minted), alice.chain());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.detail()).isEqualTo("API token scope_paths does not allow this request path");
        assertThat(replica.apiTokens.find(id(minted)).orElseThrow().lastUse()).isEmpty();
    }

    @Test
    void tellsWhenAndWhereItWasUsedLast() throws Exception {
        Minted minted = mint("/v1/*");

        call(bearer(minted));

        assertThat(replica.apiTokens.find(id(minted)).orElseThrow().lastUse())
                .hasValueSatisfying(use -> assertThat(use.address()).isEqualTo("127.0.0.1"));
    }

    @Test
    void isAsIfItWereNotThereOnceRevoked() throws Exception {
        Minted minted = mint("/v1/*");

        replica.apiTokens.revoke(id(minted), Optional.empty());

        assertPassedOver(bearer(minted));
    }

    @Test
    void isAsIfItWereNotThereOncePastItsEnd() throws Exception {
        Minted minted = mint("/v1/*");

        clock.forward(Duration.ofDays(1));

        assertPassedOver(bearer(minted));
    }

    @Test
    void isAsIfItWereNotThereOnceItsUserIsRevoked() throws Exception {
        Minted minted = mint("/v1/*");

        principals.deactivate(PrincipalType.USER, MARIO, "left", "test");

        assertPassedOver(bearer(minted));
    }

    @Test
    void isAsIfItWereNotThereBeforeItsPathIsLookedAt() throws Exception {
        Minted minted = mint("/v1/llm/*");

        replica.apiTokens.revoke(id(minted), Optional.empty());

        assertPassedOver(bearer(minted));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer culk_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "Bearer culk_",
                "Bearer culk_' OR '1'='1",
                "Bearer CULK_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void isNothingThatWasMadeUp(String authorization) throws Exception {
        mint("/v1/*");

        assertPassedOver(authorization);
    }

    @Test
    void isTheWholeTextAndCalledBearer() throws Exception {
        String text = mint("/v1/*").text().reveal();

        assertThat(call("bearer  " + text).status()).isEqualTo(200);
        assertPassedOver("DPoP " + text);
        assertPassedOver("Bearer " + text.substring(0, 56));
        assertPassedOver("Bearer " + text + "a");
        assertPassedOver("Bearer " + text.toUpperCase(Locale.ROOT));
        assertPassedOver("Bearer " + text + ", Bearer " + text);
        assertPassedOver(text);
    }

    @Test
    void isNotTakenByOtherFamilies() throws Exception {
        Map<String, String> headers = Map.of("Authorization", bearer(mint("*")));

        Answer ingress = replica.post("/v1/ingress/whoami", Json.object(), headers);
        Answer login = replica.post("/v1/auth/login-challenge", Json.object(), headers);

        assertThat(ingress.status()).isEqualTo(401);
        assertThat(ingress.detail()).isEqualTo("Invalid access token");
        assertThat(login.status()).isEqualTo(401);
    }

    private void assertPassedOver(String authorization) throws Exception {
        Answer byCertificate = call(authorization, alice.chain());
        assertThat(byCertificate.status()).isEqualTo(200);
        assertThat(byCertificate.body().path("id").asText()).isEqualTo(alice.id());
        Answer alone = call(authorization);
        assertThat(alone.status()).isEqualTo(401);
        assertThat(alone.body().path("detail").path("reason").asText()).isEqualTo("client_cert_not_verified");
    }

    private Minted mint(String path) throws Exception {
        return replica.apiTokens
                .mint(new Wanted(
                        MARIO,
                        "laptop",
                        List.of("anthropic"),
                        new PathScope(List.of(path)),
                        Optional.of(clock.instant().plus(Duration.ofDays(1))),
                        Optional.empty()))
                .orElseThrow();
    }

    private static UUID id(Minted minted) {
        return UUID.fromString(minted.token().id());
    }

    private static String bearer(Minted minted) {
        return "Bearer " + minted.text().reveal();
    }

    private Answer call(String authorization) throws Exception {
        return call(authorization, List.of());
    }

    private Answer call(String authorization, List<X509Certificate> chain) throws Exception {
        return replica.send("GET", EGRESS, "", Map.of("Authorization", authorization), chain);
    }
}
