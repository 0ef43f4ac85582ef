package dev.mastio.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.enrolment.Organisations;
import dev.mastio.proxy.enrolment.Session;
import dev.mastio.proxy.enrolment.TestApplicant;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.TestRequest;
import dev.mastio.proxy.wire.TestRequest.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in and deciding on applicants, as the contract's cookie routes have it. */
@ParameterizedClass
@EnumSource
class ApprovalRoutesTest {

    private static final String LIST = "/v1/admin/enrollments";
    private static final String PASSWORD = "correct horse battery staple";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private Organisations acme;
    private byte[] key = "a signing key of the dashboard".getBytes(StandardCharsets.UTF_8);
    private List<Route> routes;
    private Session session;

    ApprovalRoutesTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        acme = Organisations.fresh(kind, directory);
        routes = routes(Optional.of(PASSWORD), true);
        session = new TestApplicant().waiting(acme.enrolment);
    }

    private List<Route> routes(Optional<String> initialPassword, boolean registration) {
        AdminPassword password = new AdminPassword(acme.store, acme.journal, initialPassword);
        DashboardSessions sessions = new DashboardSessions(new SessionKey(() -> key, password), acme.clock);
        LockOut lockOut = new LockOut(acme.store, "password", acme.clock);
        List<Route> all = new ArrayList<>(
                new DashboardRoutes(password, sessions, lockOut, registration, acme.clock::nanoTime).routes());
        all.addAll(new ApprovalRoutes(acme.approval, sessions).routes());
        return all;
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void givesASessionOfEightHoursForThePassword() {
        Answer answer = login(PASSWORD);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers().get("Set-Cookie"))
                .startsWith("mcp_proxy_session=\"")
                .endsWith("\"; HttpOnly; Secure; SameSite=strict; Path=/; Max-Age=28800");
        String cookie = cookie(answer);
        assertThat(list(cookie).status()).isEqualTo(200);
        acme.clock.advance(Duration.ofHours(8));
        assertThat(list(cookie).status()).isEqualTo(401);
    }

    @Test
    void putsJsonIntoTheCookieThatItsHolderCanRead() {
        String cookie = cookie(login(PASSWORD));

        JsonNode content = content(cookie);
        assertThat(content.path("role").asText()).isEqualTo("admin");
        assertThat(content.path("roles").toString()).isEqualTo("[\"admin\"]");
        assertThat(content.path("csrf_token").asText()).matches("[0-9a-f]{32}");
        assertThat(content.path("exp").asLong()).isEqualTo(Organisations.NOON.getEpochSecond() + 28_800);
    }

    @Test
    void takesTheCookieWithoutItsQuotesAndAmongOthersToo() {
        String cookie = cookie(login(PASSWORD));

        assertThat(list("theme=dark; " + cookie + "; x=y").status()).isEqualTo(200);
        assertThat(list("mcp_proxy_session=" + unquoted(cookie)).status()).isEqualTo(200);
    }

    @Test
    void refusesWrongPasswords() {
        assertThat(login("wrong").status()).isEqualTo(401);
        assertThat(login("").status()).isEqualTo(401);
        assertThat(login("x".repeat(2_000)).status()).isEqualTo(401);
        assertThat(login(PASSWORD + " ").status()).isEqualTo(401);
    }

    @Test
    void locksOutWhoGuesses() {
        for (int i = 0; i < 5; i++) {
            login("wrong");
        }

        Answer answer = login(PASSWORD);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.body()).contains("<p>");
        assertThat(answer.headers()).containsEntry("Retry-After", "900");
    }

    @Test
    void limitsTheLoginsOfAnAddressToTenAMinute() {
        for (int i = 0; i < 10; i++) {
            assertThat(login(PASSWORD).status()).isEqualTo(303);
        }

        assertThat(login(PASSWORD).status()).isEqualTo(429);
    }

    @Test
    void letsTheFirstOneChooseThePassword() {
        routes = routes(Optional.empty(), true);

        assertThat(register(PASSWORD, "another").status()).isEqualTo(400);
        assertThat(register("short", "short").status()).isEqualTo(400);
        assertThat(register(PASSWORD, PASSWORD).status()).isEqualTo(303);
        assertThat(register("another long password", "another long password").status())
                .isEqualTo(409);
        assertThat(login(PASSWORD).status()).isEqualTo(303);
        assertThat(acme.journal.actions()).contains("admin.password_set");
    }

    @Test
    void letsNobodyChooseThePasswordWhereThatIsOff() {
        routes = routes(Optional.empty(), false);

        assertThat(register(PASSWORD, PASSWORD).status()).isEqualTo(403);
        assertThat(login(PASSWORD).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mcp_proxy_session=",
                "mcp_proxy_session=.",
                "mcp_proxy_session={}.",
                "mcp_proxy_session=\"\\",
                "mcp_proxy_session=\"{\\\"role\\\": \\\"admin\\\"\\054 \\\"exp\\\": 99999999999}.00\"",
                "mcp_proxy_session=\\777\\400",
                "other=x"
            })
    void refusesCookiesThatItDidNotSign(String cookie) {
        Answer answer = list(cookie);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.detail()).isEqualTo("Authentication required");
    }

    @Test
    void refusesACookieThatWasChangedAnywhere() {
        String value = unquoted(cookie(login(PASSWORD)));

        for (int i = 0; i < value.length(); i++) {
            String changed = value.substring(0, i) + (char) (value.charAt(i) ^ 1) + value.substring(i + 1);
            assertThat(list("mcp_proxy_session=" + changed).status())
                    .describedAs(changed)
                    .isEqualTo(401);
        }
    }

    @Test
    void refusesCookiesOfAnotherKey() {
        String cookie = cookie(login(PASSWORD));

        key = "another signing key".getBytes(StandardCharsets.UTF_8);

        assertThat(list(cookie).status()).isEqualTo(401);
    }

    @Test
    void endsAllSessionsWithANewPassword() throws Exception {
        String cookie = cookie(login(PASSWORD));
        assertThat(list(cookie).status()).isEqualTo(200);

        new AdminPassword(acme.store, acme.journal, Optional.empty()).replace("another long password", "test");

        assertThat(list(cookie).status()).isEqualTo(401);
        assertThat(list(cookie(login("another long password"))).status()).isEqualTo(200);
    }

    @Test
    void checksNoMoreThanTwentyPasswordsAMinuteHoweverManyAddressesTheyComeFrom() {
        for (int i = 0; i < 20; i++) {
            assertThat(login("wrong", "192.0.2." + i).status()).isEqualTo(401);
        }

        Answer answer = login("wrong", "198.51.100.1");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).containsEntry("Retry-After", "60");
        acme.clock.advance(Duration.ofMinutes(1));
        assertThat(login(PASSWORD, "198.51.100.1").status()).isEqualTo(303);
    }

    @Test
    void showsWhoWaits() {
        JsonNode first = list(cookie(login(PASSWORD))).json().path(0);

        assertThat(first.toString())
                .isEqualTo("{\"session_id\":\"" + session.id() + "\",\"requester_name\":\"Alice\","
                        + "\"requester_email\":\"alice@acme.example\",\"reason\":null,\"device_info\":null,"
                        + "\"pubkey_fingerprint\":\"" + session.fingerprint() + "\","
                        + "\"created_at\":\"2026-06-01T12:00:00+00:00\",\"expires_at\":\"2026-06-01T12:30:00+00:00\","
                        + "\"principal_type\":\"agent\"}");
    }

    @Test
    void approvesForAScript() throws Exception {
        Answer answer = decide("approve", Json.object().put("agent_id", "alice"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"approved\",\"agent_id\":\"acme::alice\"}");
        assertThat(acme.agents.find("acme::alice")).isPresent();
        assertThat(decide("approve", Json.object().put("agent_id", "bob")).status())
                .isEqualTo(409);
    }

    @Test
    void rejectsForAScript() {
        assertThat(decide("reject", Json.object()).problem()).isEqualTo("body.reason missing");
        assertThat(decide("reject", Json.object().put("reason", "no")).body()).isEqualTo("{\"status\":\"rejected\"}");
        assertThat(decide("reject", Json.object().put("reason", "no")).detail())
                .isEqualTo("Cannot reject an enrollment in status 'rejected'");
    }

    @Test
    void approvesForAForm() throws Exception {
        String cookie = cookie(login(PASSWORD));

        Answer answer = TestRequest.post("/proxy/enrollments/" + session.id() + "/approve")
                .header("Cookie", cookie)
                .text("agent_id=alice&capabilities=order.read%2C+order.write%2C&groups=&csrf_token=" + token(cookie))
                .to(routes);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(acme.agents.find("acme::alice").orElseThrow().capabilities())
                .containsExactly("order.read", "order.write");
    }

    @Test
    void rejectsForAForm() {
        String cookie = cookie(login(PASSWORD));
        String path = "/proxy/enrollments/" + session.id() + "/reject";
        String form = "csrf_token=" + token(cookie) + "&reason=";

        assertThat(TestRequest.post(path)
                        .header("Cookie", cookie)
                        .text(form)
                        .to(routes)
                        .status())
                .isEqualTo(400);
        assertThat(TestRequest.post(path)
                        .header("Cookie", cookie)
                        .text(form + "no")
                        .to(routes)
                        .status())
                .isEqualTo(303);
        assertThat(TestRequest.post(path)
                        .header("Cookie", cookie)
                        .text(form + "%zz")
                        .to(routes)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void decidesNothingForOtherPages() throws Exception {
        String cookie = cookie(login(PASSWORD));
        String other = token(cookie(login(PASSWORD)));
        ObjectNode body = Json.object().put("agent_id", "alice");
        TestRequest script = TestRequest.post(LIST + "/" + session.id() + "/approve")
                .json(body)
                .header("Cookie", cookie);
        TestRequest form = TestRequest.post("/proxy/enrollments/" + session.id() + "/approve")
                .header("Cookie", cookie);

        assertThat(script.to(routes).detail()).isEqualTo("CSRF token missing");
        assertThat(script.header("X-CSRF-Token", other).to(routes).detail()).isEqualTo("CSRF token invalid");
        assertThat(form.text("agent_id=alice").to(routes).detail()).isEqualTo("CSRF token missing");
        assertThat(form.text("agent_id=alice&csrf_token=" + other).to(routes).detail())
                .isEqualTo("CSRF token invalid");
        assertThat(form.to(routes).status()).isEqualTo(403);
        assertThat(acme.agents.list()).isEmpty();
    }

    @Test
    void doesNotTakeTheAdminSecretHere() {
        Answer answer =
                TestRequest.get(LIST).header("X-Admin-Secret", "anything").to(routes);

        assertThat(answer.status()).isEqualTo(401);
    }

    private Answer login(String password) {
        return TestRequest.post("/proxy/login")
                .text("password=" + encoded(password))
                .to(routes);
    }

    private Answer login(String password, String address) {
        return TestRequest.post("/proxy/login")
                .from(address)
                .text("password=" + encoded(password))
                .to(routes);
    }

    private Answer register(String password, String confirmation) {
        return TestRequest.post("/proxy/register")
                .text("password=" + encoded(password) + "&confirm_password=" + encoded(confirmation))
                .to(routes);
    }

    private Answer list(String cookie) {
        return TestRequest.get(LIST).header("Cookie", cookie).to(routes);
    }

    private Answer decide(String verb, ObjectNode body) {
        String cookie = cookie(login(PASSWORD));
        return TestRequest.post(LIST + "/" + session.id() + "/" + verb)
                .header("Cookie", cookie)
                .header("X-CSRF-Token", token(cookie))
                .json(body)
                .to(routes);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String cookie(Answer answer) {
        String header = String.valueOf(answer.headers().get("Set-Cookie"));
        return header.substring(0, header.indexOf("; HttpOnly"));
    }

    private static String token(String cookie) {
        return content(cookie).path("csrf_token").asText();
    }

    private static JsonNode content(String cookie) {
        String value = unquoted(cookie);
        try {
            return Json.read(value.substring(0, value.lastIndexOf('.')));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As Python's library reads it. */
    private static String unquoted(String cookie) {
        String quoted = cookie.substring("mcp_proxy_session=\"".length(), cookie.length() - 1);
        Matcher escapes = Pattern.compile("\\\\([0-3][0-7]{2}|.)").matcher(quoted);
        return escapes.replaceAll(escape -> {
            String code = escape.group(1);
            String plain = code.length() == 3 ? Character.toString(Integer.parseInt(code, 8)) : code;
            return Matcher.quoteReplacement(plain);
        });
    }
}
