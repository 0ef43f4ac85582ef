package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.auth.EgressProofMode;
import dev.mastio.proxy.auth.TestClock;
import dev.mastio.proxy.auth.TestOrganisation;
import dev.mastio.proxy.auth.TestReplica;
import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.registry.Principals;
import dev.mastio.proxy.registry.TestUser;
import dev.mastio.proxy.registry.apitoken.ApiTokens.Wanted;
import dev.mastio.proxy.registry.apitoken.PathScope;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over the network, with paths as clients may write them: what a token is good for is decided by the path that a route is found by. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTokenPathTest {

    private static final String MARIO = "acme::user::mario";
    private static final String SCOPE = "/v1/egress/open/*";

    private final TestClock clock = new TestClock(Instant.ofEpochSecond(1_795_468_892));
    private final HttpClient http1 = Clients.speaking(HttpClient.Version.HTTP_1_1);
    private final HttpClient http2 = Clients.speaking(HttpClient.Version.HTTP_2);

    private TestDatabase database;
    private TestReplica replica;
    private Proxy proxy;
    private String token;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        database = TestDatabase.fresh(Store.Kind.SQLITE, directory);
        Store store = database.open();
        new Principals(store, (connection, note) -> {}, clock).add(TestUser.named("mario", "Mario", clock.instant()));
        replica = new TestReplica(
                new TestOrganisation(clock.instant()),
                store,
                clock,
                new TestReplica.Options(false, EgressProofMode.OPTIONAL, Optional.empty()));
        token = replica.apiTokens
                .mint(new Wanted(
                        MARIO, "laptop", List.of(), new PathScope(List.of(SCOPE)), Optional.empty(), Optional.empty()))
                .orElseThrow()
                .text()
                .reveal();
        Route everything = Route.get(
                "/v1/egress/{rest:path}",
                Family.EGRESS,
                replica.authenticated.byTokenOrCertificate(
                        (request, caller) -> Reply.json(Json.object().put("path", request.path()))));
        proxy = Proxy.start(
                SettingsReader.read(RunningProxy.environment(directory, Map.of())),
                new RequestMetrics(),
                (settings, own, audit, breaker) -> Gateway.of(List.of(everything)));
        URI ready = URI.create("http://127.0.0.1:" + proxy.operationsPort() + "/readyz");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> http1.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString())
                                .statusCode()
                        == 200);
    }

    @AfterAll
    void stop() {
        proxy.close();
        replica.close();
        database.close();
        http1.close();
        http2.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/egress/open/x, /v1/egress/open/x",
        "/v1/egress/open/x?to=/../secret, /v1/egress/open/x",
        "/v1/egress/%6fpen/%78, /v1/egress/open/x",
        "/v1/egress/open/x;y=z, /v1/egress/open/x",
        "/v1/egress/open/a//b, /v1/egress/open/a//b",
        "/v1/egress/open/spiffe://td/acme/alice/key, /v1/egress/open/spiffe://td/acme/alice/key",
        "/v1/egress/open/acme::alice, /v1/egress/open/acme::alice",
    })
    void aPathWithinItIsServedAsItIsRead(String written, String read) throws Exception {
        for (HttpResponse<String> answer : call(written)) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(Json.read(answer.body()).path("path").asText()).isEqualTo(read);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/egress/secret",
                "/v1/egress/open",
                "/v1/egress/OPEN/x",
                "/v1/egress/x/open/x",
                "/v1/egress//open/x",
                "/v1/egress/open/../secret",
                "/v1/egress/open/./x",
                "/v1/egress/open/..",
                "/v1/egress/open/%2e%2e/secret",
                "/v1/egress/open/%2E%2E/secret",
                "/v1/egress/open/.%2e/secret",
                "/v1/egress/open/%2e/x",
                "/v1/egress/open/%2e%2e%2fsecret",
                "/v1/egress/open/..%2Fsecret",
                "/v1/egress/open/..%5csecret",
                "/v1/egress/open/%252e%252e/secret",
                "/v1/egress/open/..;/secret",
                "/v1/egress/open/..;a=b/secret",
                "/v1/egress/open/a%2fb",
                "/v1/egress/open%2fx",
                "/v1/egress/open%2f..%2fsecret",
            })
    void aPathOutsideItOrOneThatMayBeReadAsSuchIsNot(String written) throws Exception {
        for (HttpResponse<String> answer : call(written)) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
            assertThat(answer.body()).contains("API token scope_paths does not allow this request path");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1/egress/open/x",
                "/v1//egress/open/x",
                "/%2fv1/egress/open/x",
                "/./v1/egress/open/x",
                "/v1/egress/open/a%00b",
            })
    void aPathThatOnlyLooksLikeOneOfARouteLeadsNowhere(String written) throws Exception {
        assertThat(call(written)).extracting(HttpResponse::statusCode).containsOnly(404);
    }

    /** By HTTP/1.1 and by HTTP/2, which have parsers of their own. */
    private List<HttpResponse<String>> call(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + proxy.dataPort() + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return List.of(
                http1.send(request, HttpResponse.BodyHandlers.ofString()),
                http2.send(request, HttpResponse.BodyHandlers.ofString()));
    }
}
