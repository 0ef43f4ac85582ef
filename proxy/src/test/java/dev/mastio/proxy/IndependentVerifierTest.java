package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.IndependentVerifier.Verdict;
import dev.mastio.proxy.audit.AuditEvent.Action;
import dev.mastio.proxy.audit.AuditEvent.OrgEvent;
import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.audit.proof.TestAuthority;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exports of a running proxy, read by who knows only what was noted of the format that the original's verifier reads. Each outcome that was
 * noted of that verifier comes out on them; on the recorded samples this reader says, to the letter, what the original said.
 */
class IndependentVerifierTest {

    private static final int CALLS = 3;
    /** That of actions, and one of each organisation. */
    private static final int CHAINS = 4;

    /** What a careless writer or reader of JSON, of lines, of UTF-8 or of the hashed form stumbles over. */
    private static final String HARD =
            "| \\ \" / < é 漢 \uD83D\uDE00 \r\n\t\u0001\u007F\u0085\u2028 \uFEFF \uFFFD \\u00e9";

    @TempDir
    private static Path directory;

    private static List<Exports> made;

    /**
     * What one proxy exports. Bravo tells the same of what it had to do with Acme, Charlie something else.
     *
     * @param later Acme's rows from the third on
     * @param rows how many there are in all, by the heads of their chains
     */
    record Exports(
            Store.Kind kind, Path whole, Path bundle, Path acme, Path bravo, Path charlie, Path later, long rows) {
        @Override
        public String toString() {
            return kind.toString();
        }
    }

    /** What the original's verifier printed for a command line, and with which exit code it ended. */
    record Recorded(String command, List<String> output, int exitCode) {
        @Override
        public String toString() {
            return command;
        }
    }

    @BeforeAll
    static void export() throws Exception {
        IndependentVerifier.require();
        made = new ArrayList<>();
        for (Store.Kind kind : Store.Kind.values()) {
            made.add(exports(kind));
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void saysOfTheSamplesWhatTheOriginalSaid(Recorded original) throws Exception {
        Path samples = Files.createTempDirectory(directory, "samples");
        List<String> files = Pattern.compile("--bundle (\\S+)")
                .matcher(original.command())
                .results()
                .map(match -> match.group(1))
                .toList();
        for (String file : files) {
            Files.writeString(samples.resolve(file), sample(file));
        }

        Verdict verdict = IndependentVerifier.judge(
                samples, files.stream().flatMap(IndependentVerifierTest::bundle).toArray(String[]::new));

        assertThat(verdict).isEqualTo(new Verdict(original.exitCode(), original.output()));
    }

    @ParameterizedTest
    @MethodSource("made")
    void acceptsWholeExportsWithTheirTimeStamps(Exports of) throws Exception {
        for (Path file : List.of(of.whole(), of.bundle())) {
            long anchors = count("anchor", lines(file));
            String counts = "legacy=0 per_org=" + of.rows() + " anchors=" + anchors;

            assertThat(judged(file))
                    .isEqualTo(new Verdict(
                            0, List.of("OK " + file + ": " + counts, "VERIFY PASS — " + counts + " cross=0")));
            assertThat(anchors).isGreaterThanOrEqualTo(CHAINS);
        }
    }

    @ParameterizedTest
    @MethodSource("made")
    void findsEveryFieldThatWasChanged(Exports of) throws Exception {
        ObjectNode second = entry(lines(of.acme()), 2);
        String mismatch =
                "CHAIN MISMATCH org=acme seq=2 id=" + second.path("id").asLong();
        List<String> texts = List.of(
                "timestamp",
                "event_type",
                "agent_id",
                "session_id",
                "result",
                "details",
                "peer_org_id",
                "principal_type",
                "entry_hash");
        for (String field : texts) {
            Path changed = changed(
                    of.acme(),
                    lines -> entry(lines, 2).put(field, second.path(field).asText() + "0"));

            assertThat(judged(changed)).as(field).isEqualTo(new Verdict(2, List.of(mismatch)));
        }
        assertThat(judged(changed(of.acme(), lines -> entry(lines, 2).put("hash_format", "v1"))))
                .isEqualTo(new Verdict(2, List.of(mismatch)));
        assertThat(judged(changed(of.acme(), lines -> entry(lines, 2).put("chain_seq", 20)))
                        .exitCode())
                .isEqualTo(2);
        assertThat(judged(changed(of.acme(), lines -> entry(lines, 2).put("org_id", "delta")))
                        .exitCode())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("made")
    void findsARowThatIsMissingInTheMiddleAndAFileThatBeginsLater(Exports of) throws Exception {
        String mismatch = "CHAIN MISMATCH org=acme seq=3 id="
                + entry(lines(of.acme()), 3).path("id").asLong();

        Verdict missing = judged(changed(of.acme(), lines -> lines.remove(entry(lines, 2))));
        Verdict later = judged(of.later());

        assertThat(missing).isEqualTo(new Verdict(2, List.of(mismatch)));
        assertThat(later).isEqualTo(new Verdict(2, List.of(mismatch)));
    }

    @ParameterizedTest
    @MethodSource("made")
    void findsAFirstRowThatNamesAPreviousHash(Exports of) throws Exception {
        Verdict verdict = judged(changed(of.acme(), lines -> entry(lines, 1).put("previous_hash", "genesis")));

        assertThat(verdict)
                .isEqualTo(new Verdict(
                        2,
                        List.of("CHAIN BREAK org=acme seq=1 id="
                                + entry(lines(of.acme()), 1).path("id").asLong())));
    }

    @ParameterizedTest
    @MethodSource("made")
    void findsAnchorsThatAreWrong(Exports of) throws Exception {
        String other = "0".repeat(64);
        String mock = Base64.getEncoder()
                .encodeToString(("MK|" + other + "|2026-05-21T10:00:00+00:00").getBytes(StandardCharsets.US_ASCII));
        String stampOfBravo = anchor(lines(of.bravo())).path("tsa_token_b64").asText();

        requireAnchor(of, "ANCHOR MISMATCH", anchor -> anchor.put("row_hash", other));
        requireAnchor(of, "ANCHOR ORPHAN", anchor -> anchor.put("chain_seq", 40));
        requireAnchor(of, "ANCHOR INVALID", anchor -> anchor.put("tsa_token_b64", mock));
        requireAnchor(of, "ANCHOR INVALID", anchor -> anchor.put("tsa_token_b64", stampOfBravo));
    }

    @ParameterizedTest
    @MethodSource("made")
    void acceptsTwoFilesThatTellTheSame(Exports of) throws Exception {
        Verdict verdict = judged(of.acme(), of.bravo());

        assertThat(verdict.lines())
                .hasSize(4)
                .contains("OK cross-reconcile: 2 linked row(s) consistent across bundles")
                .last()
                .asString()
                .endsWith(" cross=2");
        assertThat(verdict.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("made")
    void findsACounterpartThatIsAbsentOrTellsSomethingElse(Exports of) throws Exception {
        Verdict absent = judged(of.acme(), of.charlie());
        Verdict differing = judged(of.charlie(), of.acme());

        assertThat(absent.exitCode()).isEqualTo(4);
        assertThat(absent.lines())
                .last()
                .isEqualTo("CROSS-REF MISSING id=%d org=acme: peer_row %s on org bravo not in bundles"
                        .formatted(
                                entry(lines(of.acme()), 2).path("id").asLong(),
                                entry(lines(of.bravo()), 1).path("entry_hash").asText()));
        assertThat(differing.exitCode()).isEqualTo(4);
        assertThat(differing.lines()).last().asString().startsWith("CROSS-REF DISAGREE id=");
    }

    @ParameterizedTest
    @MethodSource("made")
    void cannotJudgeATimeStampThatItCannotRead(Exports of) throws Exception {
        Verdict verdict = judged(Stream.concat(Stream.of("--without-asn1"), bundle(of.acme())));

        assertThat(verdict.lines()).singleElement().asString().startsWith("ANCHOR UNVERIFIABLE org=acme seq=");
        assertThat(verdict.exitCode()).isEqualTo(5);
    }

    /** As the original does: what shows this is not in the chain. */
    @ParameterizedTest
    @MethodSource("made")
    void acceptsAFileWithoutItsLastRows(Exports of) throws Exception {
        Path cut = changed(of.acme(), lines -> {
            lines.remove(entry(lines, 5));
            lines.remove(entry(lines, 4));
            lines.remove(anchor(lines));
        });

        assertThat(judged(cut).lines()).contains("VERIFY PASS — legacy=0 per_org=3 anchors=0 cross=0");
    }

    static Stream<Recorded> recorded() throws IOException {
        return Pattern.compile("\\$ verify (.*)\\n((?:.*\\n)*?)exit=(\\d+)")
                .matcher(sample("verifier-output.txt"))
                .results()
                .map(run -> new Recorded(run.group(1), run.group(2).lines().toList(), Integer.parseInt(run.group(3))));
    }

    static List<Exports> made() {
        return made;
    }

    private static Exports exports(Store.Kind kind) throws Exception {
        Map<String, String> variables = new HashMap<>(LoggedInAgent.SETTINGS);
        try (TestDatabase database = TestDatabase.fresh(kind, directory);
                TestAuthority authority = new TestAuthority()) {
            record(database.open(), kind);
            variables.put("PROXY_DB_URL", database.url());
            variables.put("MASTIO_AUDIT_CHECKPOINT_SECONDS", "1");
            variables.put("MASTIO_AUDIT_TIMESTAMP_URL", authority.address().toString());
            // However slow the machine is: no proof is refused for its age, and no call for the database's latency.
            variables.put("MCP_PROXY_DPOP_IAT_WINDOW", "600");
            variables.put("MASTIO_DB_LATENCY_SHED_ABOVE_MILLIS", "60000");
            Path own = Files.createTempDirectory(directory, "proxy");
            try (ProxyProcess proxy = ProxyProcess.launch(Main.class, own, variables);
                    HttpClient client = Clients.speaking(HTTP_1_1)) {
                LoggedInAgent agent = LoggedInAgent.newAt(proxy, "alice");
                for (int i = 0; i < CALLS; i++) {
                    LoggedInAgent.Call call = agent.call(HARD + i);
                    HttpResponse<String> answer = RunningProxy.send(client, call.to(proxy));
                    assertThat(call.isAnsweredBy(answer)).as(answer.body()).isTrue();
                }
                return exports(kind, proxy);
            }
        }
    }

    private static Exports exports(Store.Kind kind, ProxyProcess proxy) throws Exception {
        await().atMost(ProxyProcess.PATIENCE)
                .until(
                        () -> lines(exported(proxy, "bundle")),
                        lines -> count("anchor", lines) >= CHAINS && count("checkpoint", lines) >= CHAINS);
        long rows = 0;
        for (JsonNode head :
                Json.read(Files.readString(exported(proxy, "head"))).path("heads")) {
            rows += head.path("chain_seq").asLong();
        }
        return new Exports(
                kind,
                exported(proxy, "export"),
                exported(proxy, "bundle"),
                exported(proxy, "export?org_id=acme"),
                exported(proxy, "export?org_id=bravo"),
                exported(proxy, "export?org_id=charlie"),
                exported(proxy, "export?org_id=acme&from_seq=3"),
                rows);
    }

    private static Path exported(ProxyProcess proxy, String what) throws Exception {
        return Exported.from(proxy, directory, what).file();
    }

    /**
     * What no route records yet: events of organisations. Nor does any say which row of another's is the counterpart: the test does, as the
     * owner of the database; no hash covers it.
     */
    private static void record(Store store, Store.Kind kind) throws Exception {
        try (AuditLog log = new AuditLog(store, InstantSource.system())) {
            log.append(
                    Action.of("acme::" + HARD, "tool_execute", "success")
                            .tool(HARD)
                            .detail(HARD)
                            .onBehalfOf(HARD),
                    OrgEvent.of("acme", "session_opened", "ok").agent("acme::alice"),
                    met("acme", "bravo", "ok"),
                    met("bravo", "acme", "ok"),
                    met("charlie", "acme", "denied"),
                    OrgEvent.of("acme", "resource_call", "error"),
                    OrgEvent.of("acme", HARD, HARD).agent(HARD).session(HARD).peer(HARD),
                    OrgEvent.of("acme", "oneshot_denied", "denied")
                            .session("")
                            .details(Json.object().put(HARD, HARD)));
        }
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        switch (kind) {
                            case SQLITE -> "DROP TRIGGER local_audit_no_update";
                            case POSTGRES -> "ALTER TABLE local_audit DISABLE TRIGGER ALL";
                        });
            }
            try (PreparedStatement link = connection.prepareStatement("""
                    UPDATE local_audit SET peer_row_hash = \
                    (SELECT entry_hash FROM local_audit WHERE org_id = ? AND chain_seq = ?) \
                    WHERE org_id = ? AND chain_seq = ?""")) {
                return link(link, "acme", 2, "bravo", 1)
                        + link(link, "bravo", 1, "acme", 2)
                        + link(link, "charlie", 1, "acme", 2);
            }
        });
    }

    private static OrgEvent met(String org, String peer, String result) {
        return OrgEvent.of(org, "message_sent", result)
                .agent(org + "::alice")
                .session("s")
                .peer(peer)
                .details(Json.object().put("n", 1));
    }

    private static int link(PreparedStatement link, String org, long seq, String peer, long peerSeq)
            throws SQLException {
        link.setString(1, peer);
        link.setLong(2, peerSeq);
        link.setString(3, org);
        link.setLong(4, seq);
        return link.executeUpdate();
    }

    private static void requireAnchor(Exports of, String found, Consumer<ObjectNode> change) throws Exception {
        Verdict verdict = judged(changed(of.acme(), lines -> change.accept(anchor(lines))));

        assertThat(verdict.lines()).singleElement().asString().startsWith(found + " org=acme seq=");
        assertThat(verdict.exitCode()).isEqualTo(3);
    }

    private static Verdict judged(Path... files) throws Exception {
        return judged(Stream.of(files).flatMap(IndependentVerifierTest::bundle));
    }

    private static Verdict judged(Stream<String> arguments) throws Exception {
        return IndependentVerifier.judge(directory, arguments.toArray(String[]::new));
    }

    private static Stream<String> bundle(Object file) {
        return Stream.of("--bundle", file.toString());
    }

    private static long count(String kind, List<ObjectNode> lines) {
        return lines.stream().filter(line -> is(line, kind)).count();
    }

    private static Path changed(Path file, Consumer<List<ObjectNode>> change) throws IOException {
        List<ObjectNode> lines = lines(file);
        change.accept(lines);
        return Files.write(
                Files.createTempFile(directory, "changed", ".ndjson"),
                lines.stream().map(Json::text).toList());
    }

    private static List<ObjectNode> lines(Path file) throws IOException {
        List<ObjectNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add((ObjectNode) Json.read(line));
        }
        return lines;
    }

    private static ObjectNode entry(List<ObjectNode> lines, long seq) {
        return lines.stream()
                .filter(line -> is(line, "entry") && line.path("chain_seq").asLong() == seq)
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode anchor(List<ObjectNode> lines) {
        return lines.stream().filter(line -> is(line, "anchor")).findFirst().orElseThrow();
    }

    private static boolean is(ObjectNode line, String kind) {
        return line.path("kind").asText().equals(kind);
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = IndependentVerifierTest.class.getResourceAsStream("/audit-sample/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
