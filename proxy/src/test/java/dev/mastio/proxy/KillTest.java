package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.audit.verify.Run;
import dev.mastio.proxy.store.PostgresServer;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nothing acknowledged is lost when a process is killed under load, and the chain stays whole. {@code -Dmastio.kills=50} kills as often as
 * that.
 */
class KillTest {

    private static final Logger LOG = LoggerFactory.getLogger(KillTest.class);
    private static final int KILLS = Integer.getInteger("mastio.kills", 5);
    private static final int CALLERS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> UNLIMITED =
            Map.of("MCP_PROXY_GLOBAL_RATE_LIMIT_RPS", "1000000", "MCP_PROXY_GLOBAL_RATE_LIMIT_BURST", "1000000");

    private final Random random = new Random(20_260_521);
    private final List<String> acknowledged = new ArrayList<>();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Store.Kind.class)
    void losesNothingThatWasAcknowledgedWhenTheProxyIsKilled(Store.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.fresh(kind, directory)) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (ProxyProcess proxy = launch(database.url(), Map.of());
                        RecordingLoad load = RecordingLoad.on(proxy, CALLERS)) {
                    awaitUnderWay(load);
                    proxy.process().destroyForcibly().waitFor();
                    acknowledged.addAll(load.stop());
                }
            }

            try (ProxyProcess proxy = launch(database.url(), Map.of())) {
                assertAllThere(proxy, kind + ", proxy killed");
            }
        }
    }

    @Test
    void losesNothingThatWasAcknowledgedWhenPostgresIsKilled() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                ProxyProcess proxy = launch(postgres.url(), Map.of())) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (RecordingLoad load = RecordingLoad.on(proxy, CALLERS)) {
                    awaitUnderWay(load);
                    postgres.kill();
                    acknowledged.addAll(load.stop());
                    postgres.bringBack();
                }
            }

            assertAllThere(proxy, "POSTGRES, server killed");
        }
    }

    /** Were rows lost, these tests would notice. */
    @Test
    void noticesRowsThatWereAcknowledgedTooEarly() throws Exception {
        try (TestDatabase database = TestDatabase.fresh(Store.Kind.SQLITE, directory)) {
            List<String> lost = List.of();
            for (int kill = 0; kill < 10 && lost.isEmpty(); kill++) {
                try (ProxyProcess proxy = launch(database.url(), Map.of("ANSWERS_EARLY", "true"));
                        RecordingLoad load = RecordingLoad.on(proxy, CALLERS)) {
                    awaitUnderWay(load);
                    proxy.process().destroyForcibly().waitFor();
                    acknowledged.addAll(load.stop());
                }
                try (ProxyProcess proxy = launch(database.url(), Map.of())) {
                    lost = lost(export(proxy));
                }
            }

            assertThat(lost).isNotEmpty();
        }
    }

    private ProxyProcess launch(String database, Map<String, String> more) throws Exception {
        Map<String, String> variables = new HashMap<>(UNLIMITED);
        variables.put("PROXY_DB_URL", database);
        variables.putAll(more);
        return ProxyProcess.launch(AuditedProxy.class, Files.createTempDirectory(directory, "proxy"), variables);
    }

    /** Until it records, and then for a moment of any length. */
    private void awaitUnderWay(RecordingLoad load) {
        int enough = 100 + random.nextInt(400);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> load.count() >= enough);
    }

    private void assertAllThere(ProxyProcess proxy, String what) throws Exception {
        Path export = export(proxy);
        List<String> lost = lost(export);
        LOG.info("{}: {} kills, {} rows acknowledged, {} lost", what, KILLS, acknowledged.size(), lost.size());

        assertThat(acknowledged).hasSizeGreaterThan(KILLS * 100);
        assertThat(lost).isEmpty();
        Run verified = Run.of(export.toString());
        assertThat(verified.output()).contains("VERIFY PASS");
        assertThat(verified.exitCode()).isZero();
    }

    private Path export(ProxyProcess proxy) throws Exception {
        Path export = directory.resolve("export.ndjson");
        try (HttpClient client = Clients.speaking(HTTP_1_1)) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                HttpResponse<Path> answer =
                        client.send(proxy.data("/v1/admin/audit/export").build(), BodyHandlers.ofFile(export));
                return answer.statusCode() == 200;
            });
        }
        return export;
    }

    private List<String> lost(Path export) throws Exception {
        Set<String> present = new HashSet<>();
        try (Stream<String> lines = Files.lines(export)) {
            for (String line : (Iterable<String>) lines::iterator) {
                String details = Json.read(line).path("details").asText("{}");
                present.add(Json.read(details).path("request_id").asText());
            }
        }
        return acknowledged.stream().filter(id -> !present.contains(id)).toList();
    }
}
