package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mastio.proxy.SystemCalls.Call;
import dev.mastio.proxy.store.PostgresServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A row is on the disk before its answer leaves, and not only in the system's cache, which outlives a killed process but no power cut: between
 * the write that carries the row and the write of the answer, a sync of the same file ends. Each test of that has one beside it where the
 * sync is switched off, in which nothing of the kind is found.
 */
class SyncProofTest {

    private static final String MARK = "mark-of-the-row-that-is-looked-for";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @BeforeEach
    void needStrace() {
        assumeTrue(SystemCalls.canBeSeen(), "strace is not installed, or may not be used");
    }

    @Test
    void sqliteSyncsBetweenRowAndAnswer() throws Exception {
        assertThat(syncsOnSqlite(Map.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NORMAL", "OFF"})
    void sqliteDoesNotWhenItIsToldNotTo(String synchronous) throws Exception {
        assertThat(syncsOnSqlite(Map.of("LOWERED_SYNC", synchronous))).isFalse();
    }

    @Test
    void postgresSyncsBetweenRowAndAnswer() throws Exception {
        assertThat(syncsOnPostgres(List.of("fsync=on"), Map.of())).isTrue();
    }

    @Test
    void postgresSyncsAlthoughItsDefaultIsNotTo() throws Exception {
        assertThat(syncsOnPostgres(List.of("fsync=on", "synchronous_commit=off"), Map.of()))
                .isTrue();
    }

    @Test
    void postgresDoesNotWhenTheTransactionSaysSo() throws Exception {
        assertThat(syncsOnPostgres(List.of("fsync=on", "wal_writer_delay=10s"), Map.of("LOWERED_SYNC", "off")))
                .isFalse();
    }

    @Test
    void postgresDoesNotWhenTheServerNeverSyncs() throws Exception {
        assertThat(syncsOnPostgres(List.of("fsync=off"), Map.of())).isFalse();
    }

    private boolean syncsOnSqlite(Map<String, String> variables) throws Exception {
        try (ProxyProcess proxy = ProxyProcess.launch(AuditedProxy.class, directory, variables)) {
            List<ProcessHandle> traced = List.of(proxy.process().toHandle());
            return syncsBeforeItAnswers(proxy, traced, "-wal");
        }
    }

    private boolean syncsOnPostgres(List<String> settings, Map<String, String> variables) throws Exception {
        try (PostgresServer postgres = PostgresServer.start(settings.toArray(String[]::new))) {
            Map<String, String> all = new HashMap<>(variables);
            all.put("PROXY_DB_URL", postgres.url());
            try (ProxyProcess proxy = ProxyProcess.launch(AuditedProxy.class, directory, all)) {
                awaitRecording(proxy);
                List<ProcessHandle> traced =
                        new ArrayList<>(List.of(proxy.process().toHandle(), postgres.process()));
                try (Stream<ProcessHandle> children = postgres.process().descendants()) {
                    children.forEach(traced::add);
                }
                return syncsBeforeItAnswers(proxy, traced, "/pg_wal/");
            }
        }
    }

    private boolean syncsBeforeItAnswers(ProxyProcess proxy, List<ProcessHandle> traced, String journal)
            throws Exception {
        String answers = ":" + proxy.dataPort() + "->";
        try (HttpClient client = Clients.speaking(HTTP_1_1)) {
            await().atMost(PATIENCE).until(() -> record(client, proxy, "before") == 200);
            try (SystemCalls calls = SystemCalls.of(directory, traced)) {
                assertThat(record(client, proxy, MARK)).isEqualTo(200);
                calls.awaitOne(call -> call.isWriteTo(answers));
                return syncs(calls.calls(), journal, answers);
            }
        }
    }

    /** The write of the row ended, then a sync of the file that it went to began and ended, then came the write of the answer. */
    private static boolean syncs(List<Call> calls, String journal, String answers) {
        List<Call> beforeAnswer =
                calls.stream().takeWhile(call -> !call.isWriteTo(answers)).toList();
        for (int i = 0; i < beforeAnswer.size(); i++) {
            Call write = beforeAnswer.get(i);
            if (write.isWriteTo(journal) && write.arguments().contains(MARK)) {
                int written = i;
                return beforeAnswer.stream()
                        .anyMatch(call -> call.isSync() && call.target().contains(journal) && call.begun() > written);
            }
        }
        return false;
    }

    /** Then its connections are there, and the server processes behind them can be traced. */
    private static void awaitRecording(ProxyProcess proxy) {
        try (HttpClient client = Clients.speaking(HTTP_1_1)) {
            await().atMost(PATIENCE).until(() -> record(client, proxy, "before") == 200);
        }
    }

    private static int record(HttpClient client, ProxyProcess proxy, String id) throws Exception {
        return RunningProxy.send(client, proxy.data("/record/" + id).POST(BodyPublishers.noBody()))
                .statusCode();
    }
}
