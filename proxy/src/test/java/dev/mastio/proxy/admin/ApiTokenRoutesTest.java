package dev.mastio.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.enrolment.Organisations;
import dev.mastio.proxy.registry.TestUser;
import dev.mastio.proxy.registry.apitoken.ApiTokens;
import dev.mastio.proxy.registry.apitoken.TokenText;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.TestRequest;
import dev.mastio.proxy.wire.TestRequest.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Store.Kind.class)
class ApiTokenRoutesTest {

    private static final String TOKENS = "/v1/admin/api-tokens";
    private static final String MARIO = "acme::user::mario";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private Organisations acme;
    private ApiTokens tokens;
    private List<Route> routes;

    ApiTokenRoutesTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        acme = Organisations.fresh(kind, directory);
        know("mario");
        tokens = new ApiTokens(acme.store, acme.journal, acme.clock);
        routes = new ApiTokenRoutes(tokens, request -> {}, acme.clock).routes();
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void givesOutATokenWithWhatWasSaidOfIt() throws Exception {
        ObjectNode wanted =
                wanted().put("expires_at", "2026-06-02T14:00:00+02:00").put("created_by", "root");
        wanted.putArray("scope_providers").add("anthropic");
        wanted.putArray("scope_paths").add("/v1/llm/*").add("/v1/models");

        Answer answer = post(wanted);

        assertThat(answer.status()).isEqualTo(201);
        String token = answer.json().path("token").asText();
        assertThat(answer.body())
                .isEqualTo("{\"id\":\"" + answer.json().path("id").asText() + "\",\"principal_id\":\"" + MARIO
                        + "\",\"label\":\"laptop\",\"token\":\"" + token + "\",\"token_last4\":\""
                        + token.substring(53)
                        + "\",\"scope_providers\":[\"anthropic\"],\"scope_paths\":[\"/v1/llm/*\",\"/v1/models\"],"
                        + "\"created_at\":\"2026-06-01T12:00:00+00:00\",\"created_by\":\"root\","
                        + "\"expires_at\":\"2026-06-02T12:00:00+00:00\"}");
        assertThat(tokens.find(TokenText.of(token).orElseThrow())).isPresent();
    }

    @Test
    void isForAllOfV1AndAllProvidersAndWithoutEndUnlessSomebodySaysOtherwise() {
        JsonNode minted = post(wanted()).json();

        assertThat(minted.path("scope_paths").toString()).isEqualTo("[\"/v1/*\"]");
        assertThat(minted.path("scope_providers").toString()).isEqualTo("[]");
        assertThat(minted.path("expires_at").isNull()).isTrue();
        assertThat(minted.path("created_by").isNull()).isTrue();
    }

    @Test
    void showsAllOfATokenButItsText() throws Exception {
        JsonNode minted = post(wanted()).json();
        TokenText text = TokenText.of(minted.path("token").asText()).orElseThrow();
        tokens.used(tokens.find(text).orElseThrow(), "192.0.2.7");

        Answer answer =
                TestRequest.get(TOKENS + "/" + minted.path("id").asText()).to(routes);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"id\":\"" + minted.path("id").asText() + "\",\"principal_id\":\"" + MARIO
                        + "\",\"label\":\"laptop\",\"token_last4\":\""
                        + minted.path("token_last4").asText()
                        + "\",\"scope_providers\":[],\"scope_paths\":[\"/v1/*\"],"
                        + "\"created_at\":\"2026-06-01T12:00:00+00:00\",\"created_by\":null,\"expires_at\":null,"
                        + "\"last_used_at\":\"2026-06-01T12:00:00+00:00\",\"last_used_ip\":\"192.0.2.7\","
                        + "\"revoked_at\":null,\"revoked_by\":null}");
    }

    @Test
    void listsThoseOfAUserAndRevokedOnesIfAskedFor() throws Exception {
        know("luigi");
        String first = post(wanted()).json().path("id").asText();
        post(wanted());
        post(wanted().put("principal_id", "acme::user::luigi"));
        delete(first);

        assertThat(list("principal_id", MARIO).path("total").asInt()).isEqualTo(1);
        assertThat(list("principal_id", "acme::user::nobody").toString()).isEqualTo("{\"tokens\":[],\"total\":0}");
        assertThat(list("include_revoked", "false").path("tokens")).hasSize(2);
        JsonNode all = list("include_revoked", "true");
        assertThat(all.path("total").asInt()).isEqualTo(3);
        assertThat(all.toString()).doesNotContain("\"token\":");
        assertThat(TestRequest.get(TOKENS)
                        .query("include_revoked", "maybe")
                        .to(routes)
                        .problem())
                .isEqualTo("query.include_revoked value_error");
    }

    @Test
    void revokesOneOnceAndNotesByWhom() throws Exception {
        JsonNode minted = post(wanted()).json();
        String id = minted.path("id").asText();

        Answer answer = TestRequest.of("DELETE", TOKENS + "/" + id)
                .header("X-Revoked-By", "root")
                .to(routes);
        acme.clock.advance(Duration.ofHours(1));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(delete(id).status()).isEqualTo(204);
        JsonNode meta = TestRequest.get(TOKENS + "/" + id).to(routes).json();
        assertThat(meta.path("revoked_at").asText()).isEqualTo("2026-06-01T12:00:00+00:00");
        assertThat(meta.path("revoked_by").asText()).isEqualTo("root");
        assertThat(tokens.find(TokenText.of(minted.path("token").asText()).orElseThrow()))
                .isEmpty();
        assertThat(acme.journal.actions()).containsExactly("user.create", "api_token.create", "api_token.revoke");
    }

    @Test
    void knowsNoTokenThatIsNotThere() {
        for (String id : List.of(UUID.randomUUID().toString(), "x", "%00", "1-1-1-1-1")) {
            assertThat(delete(id).status()).isEqualTo(404);
            Answer answer = TestRequest.get(TOKENS + "/" + id).to(routes);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.detail()).isEqualTo("token not found");
        }
    }

    @Test
    void takesNoNameOfTheRevokingThatIsNone() {
        String id = post(wanted()).json().path("id").asText();

        for (String by : List.of("x".repeat(129), "a\tb")) {
            Answer answer = TestRequest.of("DELETE", TOKENS + "/" + id)
                    .header("X-Revoked-By", by)
                    .to(routes);
            assertThat(answer.status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme::user::nobody",
                "acme::alice",
                "acme::workload::mario",
                "bravo::user::mario",
                "mario",
                "ACME::user::mario"
            })
    void givesNoneToAnybodyButUsersWhoAreKnown(String principal) {
        Answer answer = post(wanted().put("principal_id", principal));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo("principal_id names no active user of this organisation");
    }

    @ParameterizedTest
    @CsvSource({
        "expires_at, 2026-06-01T12:00:00Z, must be in the future",
        "expires_at, 2026-06-01T11:59:59, must be in the future",
        "expires_at, 2027-02-30T00:00:00Z, must be a time",
        "expires_at, tomorrow, must be a time",
        "expires_at, '', must be a time",
        "expires_at, +12026-06-01T12:00:00Z, must be a time",
        "expires_at, 9999-12-31T23:59:59-01:00, must be a time",
        "scope_paths, v1/llm, must be patterns",
        "scope_paths, /v1/llm/%2e%2e/*, must be patterns",
        "scope_paths, /v1/llm/../*, must be patterns",
        "scope_paths, , must be patterns",
    })
    void refusesWhatIsNoEndAndNoScope(String field, String value, String why) {
        ObjectNode wanted = wanted();
        if (field.equals("scope_paths")) {
            ArrayNode paths = wanted.putArray(field);
            Optional.ofNullable(value).ifPresent(paths::add);
        } else {
            wanted.put(field, value);
        }

        Answer answer = post(wanted);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains(field, why);
    }

    @Test
    void takesATimeWithoutOffsetAsUtcAndCutsItsFraction() {
        JsonNode minted =
                post(wanted().put("expires_at", "2026-07-01T00:00:00.999")).json();

        assertThat(minted.path("expires_at").asText()).isEqualTo("2026-07-01T00:00:00+00:00");
    }

    @Test
    void refusesFieldsThatAreMissingOrTooLong() {
        assertThat(post(Json.object()).problem()).isEqualTo("body.principal_id missing");
        assertThat(post(wanted().put("label", "")).problem()).isEqualTo("body.label string_too_short");
        assertThat(post(wanted().put("label", "x".repeat(129))).problem()).isEqualTo("body.label string_too_long");
        assertThat(post(wanted().put("principal_id", "x".repeat(257))).problem())
                .isEqualTo("body.principal_id string_too_long");
        assertThat(post(wanted().put("scope_paths", "/v1/*")).problem()).isEqualTo("body.scope_paths list_type");
    }

    @Test
    void answersNobodyElse() {
        List<Route> guarded = new ApiTokenRoutes(
                        tokens,
                        request -> {
                            throw new Refusal(403, "invalid admin secret");
                        },
                        acme.clock)
                .routes();
        String one = TOKENS + "/" + UUID.randomUUID();

        assertThat(TestRequest.post(TOKENS).json(wanted()).to(guarded).status()).isEqualTo(403);
        assertThat(TestRequest.get(TOKENS).to(guarded).status()).isEqualTo(403);
        assertThat(TestRequest.get(one).to(guarded).status()).isEqualTo(403);
        assertThat(TestRequest.of("DELETE", one).to(guarded).status()).isEqualTo(403);
    }

    private void know(String name) throws Exception {
        acme.principals.add(TestUser.named(name, name, Organisations.NOON));
    }

    private static ObjectNode wanted() {
        return Json.object().put("principal_id", MARIO).put("label", "laptop");
    }

    private Answer post(ObjectNode body) {
        return TestRequest.post(TOKENS).json(body).to(routes);
    }

    private JsonNode list(String name, String value) {
        return TestRequest.get(TOKENS).query(name, value).to(routes).json();
    }

    private Answer delete(String id) {
        return TestRequest.of("DELETE", TOKENS + "/" + id).to(routes);
    }
}
