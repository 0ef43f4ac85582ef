package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.limits.LatencyBreaker;
import dev.mastio.proxy.ops.HealthHandlers;
import dev.mastio.proxy.ops.Readiness;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.Route.ClientCertificate;
import dev.mastio.proxy.wire.TestRequest;
import dev.mastio.proxy.wire.TestRequest.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference of routes is made by asking each of them without credentials, and with some, who may call it. */
class RoutesPageTest {

    private static final Path PAGE = Path.of("../docs/reference/routes.md");
    private static final String SECRET = "open sesame";
    private static final String SESSION = "administrators' session";
    private static final String PASSWORD = "correct+horse+battery+staple";

    /** Those that let everybody in, as far as their answers tell, and look at something else then. */
    private static final Map<String, String> BY_THEIR_BODY = Map.of(
            "POST /v1/auth/token", "client assertion in the body, with a proof if the client wants one",
            "POST /proxy/login", "the administrators' password",
            "POST /proxy/register", "anybody, once and outside production: it sets the administrators' password",
            "POST /v1/enrollment/start", "anybody who holds the private key of the one to certify",
            "GET /v1/enrollment/{session}/status",
                    "anybody; certificates for who holds the key (`X-Enrollment-Proof`)");

    @TempDir
    private Path directory;

    private TestDatabase database;
    private AuditLog audit;
    private Gateway gateway;
    private Set<String> health;
    private String cookie;
    private String apiToken;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(Store.Kind.SQLITE, directory);
        Settings settings = SettingsReader.read(RunningProxy.environment(
                directory, Map.of("PROXY_DB_URL", database.url(), "MCP_PROXY_ADMIN_SECRET", SECRET)));
        Store store = database.open();
        InstantSource clock = InstantSource.system();
        audit = new AuditLog(store, clock);
        LatencyBreaker breaker =
                new LatencyBreaker(Duration.ofMillis(500), Duration.ofMillis(350), System::nanoTime, () -> 1);
        gateway = Gateway.open(settings, store, audit, breaker);
        health = new HealthHandlers("dev", new Readiness(store, () -> {}), List::of)
                .byPath()
                .keySet();
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            for (Readiness.Named check : gateway.checks()) {
                check.check().ask();
            }
            return true;
        });
        Answer registered = TestRequest.post("/proxy/register")
                .text("password=" + PASSWORD + "&confirm_password=" + PASSWORD)
                .to(gateway.routes());
        cookie = registered.headers().getOrDefault("Set-Cookie", "").replaceFirst("; HttpOnly.*", "");
        admin("/v1/admin/users", Json.object().put("user_name", "mario"));
        String org = TestRequest.get("/v1/admin/mastio-pubkey")
                .header("X-Admin-Secret", SECRET)
                .to(gateway.routes())
                .json()
                .path("org_id")
                .asText();
        apiToken = admin(
                        "/v1/admin/api-tokens",
                        Json.object()
                                .put("principal_id", org + "::user::mario")
                                .put("label", "page")
                                .set("scope_paths", Json.object().arrayNode().add("*")))
                .json()
                .path("token")
                .asText();
    }

    @AfterEach
    void close() {
        gateway.close();
        audit.close();
        database.close();
    }

    @Test
    void thePageHoldsEveryRouteAndWhoMayCallIt() throws Exception {
        List<String> rows = new ArrayList<>();
        new TreeSet<>(health).forEach(path -> rows.add(row("GET", path, "health", "anybody")));
        gateway.routes().stream()
                .sorted(Comparator.comparing(Route::template).thenComparing(Route::method))
                .forEach(route -> rows.add(row(
                        route.method(),
                        route.template(),
                        route.family().name().toLowerCase(Locale.ROOT),
                        whoMayCall(route))));
        String page = """
                # Routes of the proxy

                Generated by asking each route of the data port who may call it; after a change run
                `mvn -pl proxy -am test -Dtest=RoutesPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dmastio.regenerate=true`.

                `HEAD` is answered where `GET` is, preflights of allowed origins everywhere, another method with 405, another path with 404. The family is the one of
                [metrics and limits](../proxy.md#limits). [Authentication](../auth.md) tells what is checked, [the proxy](../proxy.md#what-it-answers) what the
                operations port answers. In [edge mode](../proxy.md#edge-mode) another server answers, and none of this holds.

                | method | path | family | who may call |
                | --- | --- | --- | --- |
                %s
                """.formatted(String.join("\n", rows));
        if (Boolean.getBoolean("mastio.regenerate")) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE).content().isEqualTo(page);
    }

    @Test
    void whatIsSaidOfRoutesByHandIsOfRoutesThatAreThereAndAskForNoCredentials() {
        List<Route> described = gateway.routes().stream()
                .filter(route -> BY_THEIR_BODY.containsKey(name(route)))
                .toList();

        assertThat(described)
                .extracting(RoutesPageTest::name)
                .containsExactlyInAnyOrderElementsOf(BY_THEIR_BODY.keySet());
        assertThat(described).allSatisfy(route -> assertThat(lacks(call(route))).isEmpty());
    }

    private String whoMayCall(Route route) {
        String lacking = lacks(call(route));
        if (lacking.isEmpty()) {
            assertThat(route.certificate()).as(name(route)).isEqualTo(ClientCertificate.IGNORED);
            return BY_THEIR_BODY.getOrDefault(name(route), "anybody");
        }
        if (lacking.equals(SESSION)) {
            Answer withoutCsrfToken = request(route).header("Cookie", cookie).to(List.of(route));
            return withoutCsrfToken.status() == 403 ? SESSION + " and its CSRF token" : SESSION;
        }
        boolean byApiToken = lacks(request(route)
                        .header("Authorization", "Bearer " + apiToken)
                        .to(List.of(route)))
                .isEmpty();
        return byApiToken ? "API token, else access token, else " + lacking : lacking;
    }

    /** What an answer asks for, in the page's words; empty if for nothing. */
    private static String lacks(Answer answer) {
        if (answer.status() == 422 && answer.problem().equals("header.X-Admin-Secret missing")) {
            return "`X-Admin-Secret`";
        }
        if (answer.status() != 401 || !answer.body().startsWith("{")) {
            return "";
        }
        if (answer.json().path("detail").path("reason").asText().equals("client_cert_not_verified")) {
            return "client certificate";
        }
        return switch (answer.detail()) {
            case "Authentication required" -> SESSION;
            case "Missing or malformed Authorization header", "Invalid access token" ->
                "access token, with a proof if it is bound";
            default -> throw new AssertionError("who may call this? " + answer);
        };
    }

    private static Answer call(Route route) {
        return request(route).to(List.of(route));
    }

    private static TestRequest request(Route route) {
        return TestRequest.of(route.method(), route.template().replaceAll("\\{[^}]+}", "x"))
                .text("{}");
    }

    private Answer admin(String path, JsonNode body) {
        return TestRequest.post(path)
                .header("X-Admin-Secret", SECRET)
                .json(body)
                .to(gateway.routes());
    }

    private static String name(Route route) {
        return route.method() + " " + route.template();
    }

    private static String row(String method, String path, String family, String who) {
        return "| `%s` | `%s` | %s | %s |".formatted(method, path, family, who);
    }
}
