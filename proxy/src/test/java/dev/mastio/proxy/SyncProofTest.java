package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.SystemCalls.Call;
import dev.mastio.proxy.store.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A row is on the disk before its answer leaves, and not only in the system's cache, which outlives a killed process but no power cut: between
 * the write that carries the row and the write of the answer, a sync of the same file ends, made by the very thread that wrote. Nobody looks
 * at what syncs now and then by itself, such as the writer that Postgres has for its journal. Each test of that has one beside it where the sync is switched off,
 * in which nothing of the kind is found.
 */
class SyncProofTest {

    private static final String MARK = "mark-of-the-row-that-is-looked-for";

    @TempDir
    private Path directory;

    /** A call with a proof is taken down in the transaction that uses it up, one without by a statement of its own. */
    private boolean withProof = true;

    @BeforeEach
    void needStrace() throws Exception {
        if (!SystemCalls.canBeSeen()) {
            Needed.missing("strace is not installed, or may not look at other processes");
        }
    }

    @Test
    void sqliteSyncsBetweenRowAndAnswer() throws Exception {
        assertThat(syncsOnSqlite(Map.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NORMAL", "OFF"})
    void sqliteDoesNotWhenItIsToldNotTo(String synchronous) throws Exception {
        assertThat(syncsOnSqlite(Map.of("CONFIRMS", synchronous))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void postgresSyncsBetweenRowAndAnswer(boolean proof) throws Exception {
        withProof = proof;
        assertThat(syncsOnPostgres(List.of("fsync=on"), Map.of())).isTrue();
    }

    @Test
    void postgresSyncsAlthoughItsDefaultIsNotTo() throws Exception {
        assertThat(syncsOnPostgres(List.of("fsync=on", "synchronous_commit=off"), Map.of()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void postgresDoesNotWhenTheTransactionSaysSo(boolean proof) throws Exception {
        withProof = proof;
        assertThat(syncsOnPostgres(List.of("fsync=on"), Map.of("CONFIRMS", "off")))
                .isFalse();
    }

    @Test
    void postgresDoesNotWhenTheServerNeverSyncs() throws Exception {
        assertThat(syncsOnPostgres(List.of("fsync=off"), Map.of())).isFalse();
    }

    private boolean syncsOnSqlite(Map<String, String> variables) throws Exception {
        try (ProxyProcess proxy = launch(variables)) {
            List<ProcessHandle> traced = List.of(proxy.process().toHandle());
            return syncsBeforeItAnswers(proxy, traced, "-wal");
        }
    }

    private boolean syncsOnPostgres(List<String> settings, Map<String, String> variables) throws Exception {
        // The server's own writer of the journal must not come between and write the row for others.
        List<String> all = Stream.concat(settings.stream(), Stream.of("wal_writer_delay=10s"))
                .toList();
        try (PostgresServer postgres = PostgresServer.start(all.toArray(String[]::new))) {
            Map<String, String> environment = new HashMap<>(variables);
            environment.put("PROXY_DB_URL", postgres.url());
            try (ProxyProcess proxy = launch(environment)) {
                List<ProcessHandle> traced =
                        new ArrayList<>(List.of(proxy.process().toHandle(), postgres.process()));
                return syncsBeforeItAnswers(proxy, traced, "/pg_wal/");
            }
        }
    }

    private ProxyProcess launch(Map<String, String> variables) throws Exception {
        Map<String, String> environment = new HashMap<>(LoggedInAgent.SETTINGS);
        // What is traced is slow, and must not shed its load for it.
        environment.put("MASTIO_DB_LATENCY_SHED_ABOVE_MILLIS", "60000");
        environment.putAll(variables);
        Class<?> program = variables.containsKey("CONFIRMS") ? UnsafeProxy.class : Main.class;
        return ProxyProcess.launch(program, directory, environment);
    }

    private boolean syncsBeforeItAnswers(ProxyProcess proxy, List<ProcessHandle> roots, String journal)
            throws Exception {
        LoggedInAgent bound = LoggedInAgent.newAt(proxy, "alice");
        LoggedInAgent agent = withProof ? bound : bound.unbound(proxy);
        try (OneConnection client = new OneConnection(proxy.dataPort())) {
            // Then its connections are there, and the server processes behind them can be traced.
            assertThat(client.post(agent.call("before"))).isEqualTo(200);
            try (SystemCalls calls = SystemCalls.of(directory, withChildren(roots))) {
                assertThat(client.post(agent.call(MARK))).isEqualTo(200);
                calls.awaitOne(call -> isAnswer(call, client));
                return syncs(calls.calls(), journal, client);
            }
        }
    }

    /** The write of the row ended, then a sync of the file that it went to began and ended, then came the write of the answer. */
    private static boolean syncs(List<Call> calls, String journal, OneConnection client) {
        List<Call> beforeAnswer =
                calls.stream().takeWhile(call -> !isAnswer(call, client)).toList();
        return IntStream.range(0, beforeAnswer.size())
                .filter(i -> carriesTheRow(beforeAnswer.get(i), journal))
                .anyMatch(written -> beforeAnswer.stream()
                        .anyMatch(call -> call.isSync()
                                && call.target().contains(journal)
                                && call.thread()
                                        .equals(beforeAnswer.get(written).thread())
                                && call.begun() > written));
    }

    private static boolean carriesTheRow(Call call, String journal) {
        return call.isWrite()
                && call.target().contains(journal)
                && call.arguments().contains(MARK);
    }

    private static boolean isAnswer(Call call, OneConnection client) {
        return call.isWrite() && client.isServersEnd(call.target());
    }

    private static List<ProcessHandle> withChildren(List<ProcessHandle> roots) {
        return roots.stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .filter(process -> !process.info().commandLine().orElse("").contains("walwriter"))
                .toList();
    }
}
