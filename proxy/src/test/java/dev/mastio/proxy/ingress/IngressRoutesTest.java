package dev.mastio.proxy.ingress;

import static dev.mastio.proxy.auth.TestReplica.URL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestClock;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.auth.TestOrganisation;
import dev.mastio.proxy.auth.TestReplica;
import dev.mastio.proxy.auth.TestReplica.Answer;
import dev.mastio.proxy.auth.TestReplica.Options;
import dev.mastio.proxy.auth.dpop.ProofUse;
import dev.mastio.proxy.auth.principal.Caller;
import dev.mastio.proxy.auth.principal.PrincipalId;
import dev.mastio.proxy.journal.CallNote;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class IngressRoutesTest {

    private static final ProofUse NO_PROOF = ProofUse.none();
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Store.Kind kind;

    private final TestClock clock = TestClock.ahead();
    private final TestOrganisation acme = new TestOrganisation(clock.instant());
    private final TestAgent alice = acme.enrol("alice", "thing.read", "thing.write");
    private final List<CallNote> audit = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger echoes = new AtomicInteger();
    private final ToolRegistry tools = new ToolRegistry(List.of(
            tool("echo", "thing.read", (caller, parameters) -> {
                echoes.incrementAndGet();
                return parameters;
            }),
            tool("refusing", "thing.read", (caller, parameters) -> {
                throw new ToolException("no such thing");
            }),
            tool("broken", "thing.read", (caller, parameters) -> {
                throw new IllegalStateException("a secret");
            }),
            tool("endless", "thing.read", (caller, parameters) -> {
                new CountDownLatch(1).await();
                return parameters;
            }),
            tool("forbidden", "thing.delete", (caller, parameters) -> parameters),
            new Tool("undeclared", "?", Optional.empty(), Json.object(), (caller, parameters) -> parameters)));

    @TempDir
    private Path directory;

    private TestDatabase database;
    private TestReplica replica;
    private ToolExecution execution;
    private String token;

    IngressRoutesTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        replica = new TestReplica(acme, database.open(), clock, Options.DEFAULT);
        serve(audit::add, LONG);
        token = replica.bound(alice, clock);
    }

    @AfterEach
    void stop() {
        execution.close();
        replica.close();
        database.close();
    }

    @Test
    void runsAToolAndWritesItDown() throws Exception {
        Answer answer = execute(Json.object()
                .put("tool", "echo")
                .put("request_id", "r1")
                .set("parameters", Json.object().put("a", 1)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString())
                .isEqualTo("{\"request_id\":\"r1\",\"tool\":\"echo\",\"status\":\"success\",\"result\":{\"a\":1},"
                        + "\"error\":null,\"execution_time_ms\":0.5,\"denied_reason_code\":null}");
        assertThat(audit).extracting(CallNote::status).containsExactly("started", "success");
        CallNote row = audit.getLast();
        assertThat(row.callerId()).isEqualTo("acme::alice");
        assertThat(row.proofKey()).hasValue(TestKeys.thumbprint(alice.proofPair()));
        assertThat(List.of(row.tool(), row.status(), row.detail(), row.requestId()))
                .containsExactly("echo", "success", "", "r1");
        assertThat(row.duration()).isEqualTo(Duration.ofNanos(500_000));
    }

    @Test
    void answersAnUnknownToolWith200AndAnError() throws Exception {
        Answer answer = execute(Json.object().put("tool", "cullis_stress_probe").put("request_id", "r1"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString())
                .isEqualTo(
                        "{\"request_id\":\"r1\",\"tool\":\"cullis_stress_probe\",\"status\":\"error\",\"result\":null,"
                                + "\"error\":\"Tool 'cullis_stress_probe' not found\",\"execution_time_ms\":0.5,"
                                + "\"denied_reason_code\":\"tool_not_found\"}");
        assertThat(audit.getFirst().status()).isEqualTo("error");
        assertThat(audit.getFirst().detail()).isEqualTo("Tool not found");
    }

    @Test
    void deniesWhoLacksTheCapability() throws Exception {
        assertFailed("forbidden", "Forbidden: missing capability 'thing.delete'", "capability_denied", "denied");
    }

    @Test
    void neverRunsAToolThatDeclaresNoCapability() throws Exception {
        assertFailed(
                "undeclared",
                "Forbidden: tool 'undeclared' has no capability declaration",
                "capability_denied",
                "denied");
    }

    @Test
    void passesOnWhatAToolSaysAndHidesHowItBroke() throws Exception {
        assertFailed("refusing", "no such thing", "internal_error", "error");
        assertFailed("broken", "Internal tool execution error", "internal_error", "error");
    }

    @Test
    void endsAToolThatTakesTooLong() throws Exception {
        serveAnew(audit::add, Duration.ofMillis(200));

        assertFailed("endless", "Tool execution timed out after 0.2s", "internal_error", "error");
        assertThat(audit.getLast().detail()).isEqualTo("Timeout after 0.2s");
    }

    @Test
    void namesARequestThatHasNoName() throws Exception {
        assertThat(execute(Json.object().put("tool", "echo"))
                        .body()
                        .path("request_id")
                        .asText())
                .hasSize(36);
    }

    @Test
    void takesANameOfAnyLength() throws Exception {
        String name = "r".repeat(100_000);

        Answer answer = execute(Json.object().put("tool", "echo").put("request_id", name));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("request_id").asText()).isEqualTo(name);
        assertThat(audit).isNotEmpty();
    }

    @Test
    void saysNothingBeforeItIsWrittenDown() throws Exception {
        serveAnew(
                row -> {
                    if (!row.status().equals("started")) {
                        throw new SQLException("the disk is full");
                    }
                },
                LONG);

        assertThatThrownBy(() -> execute(Json.object().put("tool", "echo"))).isInstanceOf(SQLException.class);
    }

    @Test
    void writesTheFirstRowDownWithTheProofOrNeither() throws Exception {
        AtomicBoolean full = new AtomicBoolean(true);
        serveAnew(
                row -> {
                    if (full.get()) {
                        throw new SQLException("the disk is full");
                    }
                    audit.add(row);
                },
                LONG);
        Map<String, String> headers = headers("POST", "/v1/ingress/execute");
        ObjectNode call = Json.object().put("tool", "echo");

        assertThat(replica.post("/v1/ingress/execute", call, headers).status()).isEqualTo(503);
        assertThat(echoes).hasValue(0);
        full.set(false);
        assertThat(replica.post("/v1/ingress/execute", call, headers).status()).isEqualTo(200);
        Answer again = replica.post("/v1/ingress/execute", call, headers);

        assertThat(again.status()).isEqualTo(401);
        assertThat(again.detail()).isEqualTo("DPoP proof replay detected");
        assertThat(audit).extracting(CallNote::status).containsExactly("started", "success");
        assertThat(echoes).hasValue(1);
    }

    @Test
    void goesByWhatTheRegistrySaysNowOfACallerWhomItRemembers() throws Exception {
        ObjectNode call = Json.object().put("tool", "echo");
        assertThat(execute(call).body().path("status").asText()).isEqualTo("success");

        acme.register(alice, "another");
        assertThat(execute(call).body().path("denied_reason_code").asText()).isEqualTo("capability_denied");
        acme.register(alice, "thing.read");
        assertThat(execute(call).body().path("status").asText()).isEqualTo("success");

        assertThat(audit)
                .extracting(CallNote::status)
                .containsExactly("started", "success", "denied", "started", "success");
        assertThat(echoes).hasValue(2);
    }

    @Test
    void usesUpTheProofOfWhatIsNoCall() throws Exception {
        Map<String, String> headers = headers("POST", "/v1/ingress/execute");

        assertThat(replica.post("/v1/ingress/execute", Json.object(), headers).status())
                .isEqualTo(422);
        assertThat(replica.post("/v1/ingress/execute", Json.object(), headers).status())
                .isEqualTo(401);
    }

    @Test
    void runsNothingForAProofThatWasUsed() throws Exception {
        Map<String, String> headers = headers("POST", "/v1/ingress/execute");
        ObjectNode call = Json.object().put("tool", "echo");
        assertThat(replica.post("/v1/ingress/execute", call, headers).status()).isEqualTo(200);
        audit.clear();
        echoes.set(0);

        assertThat(replica.post("/v1/ingress/execute", call, headers).status()).isEqualTo(401);
        assertThat(audit).isEmpty();
        assertThat(echoes).hasValue(0);
    }

    @Test
    void runsNothingWhoseBeginningCannotBeWrittenDown() throws Exception {
        AtomicInteger effects = new AtomicInteger();
        ToolRegistry counting = new ToolRegistry(List.of(tool("count", "thing.read", (caller, parameters) -> {
            effects.incrementAndGet();
            return parameters;
        })));
        try (ToolExecution broken = new ToolExecution(
                counting,
                row -> {
                    throw new SQLException("the disk is full");
                },
                Duration.ofSeconds(30),
                System::nanoTime)) {
            Caller caller = new Caller("acme::alice", PrincipalId.Type.AGENT, List.of("thing.read"), Optional.empty());

            assertThatThrownBy(() -> broken.execute(caller, new ToolCall("r1", "count", Json.object()), NO_PROOF))
                    .isInstanceOf(SQLException.class);

            assertThat(effects).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"tool\":1}",
                "{\"tool\":\"\"}",
                "{\"tool\":\"Echo\"}",
                "{\"tool\":\"echo\\n\"}",
                "{\"tool\":\"1echo\"}",
                "{\"tool\":\"../echo\"}",
                "{\"tool\":\"\u0435cho\"}",
                "{\"tool\":\"echo\",\"parameters\":[]}",
                "{\"tool\":\"echo\",\"parameters\":\"x\"}",
                "{\"tool\":\"echo\",\"request_id\":7}",
                "{\"tool\":\"echo\",\"tool\":\"forbidden\"}",
                "[]",
                "",
            })
    void refusesWhatIsNoCall(String body) throws Exception {
        Answer answer =
                replica.send("POST", "/v1/ingress/execute", body, headers("POST", "/v1/ingress/execute"), List.of());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("detail").isArray()).isTrue();
        assertThat(audit).isEmpty();
    }

    @Test
    void limitsNamesAndParameters() throws Exception {
        ObjectNode most = Json.object().put("tool", "echo");
        most.putObject("parameters").put("a", "x".repeat(128 * 1024 - 8));
        assertThat(execute(most).status()).isEqualTo(200);

        most.putObject("parameters").put("a", "x".repeat(128 * 1024 - 7));
        assertThat(execute(most).status()).isEqualTo(422);
        assertThat(execute(Json.object().put("tool", "a".repeat(128))).status()).isEqualTo(200);
        assertThat(execute(Json.object().put("tool", "a".repeat(129))).status()).isEqualTo(422);
    }

    /** All that 128 KiB can be: as many values as there are characters. */
    @ParameterizedTest
    @ValueSource(strings = {"[],", "{},", "1,", "DEEP"})
    void takesArgumentsOfAsManyValuesAsThereIsRoomFor(String value) throws Exception {
        String piece = value.equals("DEEP") ? "[".repeat(900) + "]".repeat(900) + "," : value;
        String list = piece.repeat((128 * 1024 - 20) / piece.length());
        String body = "{\"tool\":\"echo\",\"parameters\":{\"a\":[" + list + "0]}}";

        Answer answer =
                replica.send("POST", "/v1/ingress/execute", body, headers("POST", "/v1/ingress/execute"), List.of());

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void needsAnAuthenticatedCaller() throws Exception {
        Answer answer = replica.post("/v1/ingress/execute", Json.object().put("tool", "echo"), Map.of());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(audit).isEmpty();
    }

    @Test
    void listsWhatTheCallerMayUse() throws Exception {
        Answer answer = replica.send("GET", "/v1/ingress/tools", "", headers("GET", "/v1/ingress/tools"), List.of());

        assertThat(answer.body()).hasSize(4);
        assertThat(answer.body().get(1).toString())
                .isEqualTo("{\"name\":\"echo\",\"description\":\"about echo\",\"required_capability\":\"thing.read\","
                        + "\"parameters_schema\":{\"type\":\"object\"}}");
    }

    private void assertFailed(String tool, String error, String reason, String status) throws Exception {
        audit.clear();

        Answer answer = execute(Json.object().put("tool", tool));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("status").asText()).isEqualTo("error");
        assertThat(answer.body().path("error").asText()).isEqualTo(error);
        assertThat(answer.body().path("denied_reason_code").asText()).isEqualTo(reason);
        assertThat(answer.body().path("result").isNull()).isTrue();
        assertThat(audit.getLast().status()).isEqualTo(status);
    }

    private void serveAnew(CallAudit where, Duration patience) throws Exception {
        execution.close();
        replica.close();
        replica = new TestReplica(acme, database.open(), clock, Options.DEFAULT);
        serve(where, patience);
    }

    /** @param patience how long a tool may take */
    private void serve(CallAudit where, Duration patience) {
        replica.taken = (connection, notes) -> {
            for (CallNote note : notes) {
                take(where, note);
            }
        };
        execution = new ToolExecution(tools, where, patience, () -> nanos.getAndAdd(500_000));
        replica.add(new IngressRoutes(replica.authenticated, tools, execution).routes());
    }

    private static void take(CallAudit where, CallNote note) throws SQLException {
        try {
            where.append(note);
        } catch (SQLException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Answer execute(ObjectNode body) throws Exception {
        return replica.post("/v1/ingress/execute", body, headers("POST", "/v1/ingress/execute"));
    }

    private Map<String, String> headers(String method, String path) {
        String proof =
                alice.proof(method, URL + path, clock.instant()).forToken(token).text();
        return Map.of("Authorization", "DPoP " + token, "DPoP", proof);
    }

    private static Tool tool(String name, String capability, Tool.Handler handler) {
        return new Tool(
                name, "about " + name, Optional.of(capability), Json.object().put("type", "object"), handler);
    }
}
