package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.store.PostgresServer;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * No call that the proxy has answered is lost when a process is killed under load, and the chain stays whole. {@code -Dmastio.kills=50}
 * kills as often as that.
 */
class KillTest {

    private static final Logger LOG = LoggerFactory.getLogger(KillTest.class);
    private static final int KILLS = Integer.getInteger("mastio.kills", 5);
    private static final int CALLERS = 16;
    private static final int LEAST = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Random random = new Random(20_260_521);
    private final List<String> acknowledged = new ArrayList<>();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Store.Kind.class)
    void losesNothingThatWasAcknowledgedWhenTheProxyIsKilled(Store.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.fresh(kind, directory)) {
            LoggedInAgent agent = admitted(database.url());

            for (int kill = 0; kill < KILLS; kill++) {
                killUnderLoad(Main.class, database.url(), agent, Map.of());
            }

            try (ProxyProcess proxy = launch(Main.class, database.url(), Map.of())) {
                requireAllThere(proxy, kind + ", proxy killed");
            }
        }
    }

    @Test
    void losesNothingThatWasAcknowledgedWhenPostgresIsKilled() throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                ProxyProcess proxy = launch(Main.class, postgres.url(), Map.of())) {
            LoggedInAgent agent = LoggedInAgent.newAt(proxy, "alice");

            for (int kill = 0; kill < KILLS; kill++) {
                try (RecordingLoad load = RecordingLoad.on(proxy, agent.again(proxy), CALLERS)) {
                    awaitUnderWay(load);
                    postgres.kill();
                    acknowledged.addAll(load.stop());
                    postgres.bringBack();
                    assertThat(load.failures()).isEmpty();
                }
            }

            requireAllThere(proxy, "POSTGRES, server killed");
        }
    }

    /** Were calls lost, these tests would notice. */
    @Test
    void noticesCallsThatWereAcknowledgedTooEarly() throws Exception {
        try (TestDatabase database = TestDatabase.fresh(Store.Kind.SQLITE, directory)) {
            LoggedInAgent agent = admitted(database.url());
            List<String> lost = List.of();

            for (int kill = 0; kill < 10 && lost.isEmpty(); kill++) {
                killUnderLoad(UnsafeProxy.class, database.url(), agent, Map.of("CONFIRMS", "early"));
                try (ProxyProcess proxy = launch(Main.class, database.url(), Map.of())) {
                    lost = Exported.from(proxy, directory).lost(acknowledged);
                }
            }

            assertThat(lost).isNotEmpty();
        }
    }

    private LoggedInAgent admitted(String database) throws Exception {
        try (ProxyProcess proxy = launch(Main.class, database, Map.of())) {
            return LoggedInAgent.newAt(proxy, "alice");
        }
    }

    private void killUnderLoad(Class<?> program, String database, LoggedInAgent agent, Map<String, String> more)
            throws Exception {
        try (ProxyProcess proxy = launch(program, database, more);
                RecordingLoad load = RecordingLoad.on(proxy, agent.again(proxy), CALLERS)) {
            awaitUnderWay(load);
            proxy.process().destroyForcibly().waitFor();
            acknowledged.addAll(load.stop());
            assertThat(load.failures()).isEmpty();
        }
    }

    private ProxyProcess launch(Class<?> program, String database, Map<String, String> more) throws Exception {
        Map<String, String> variables = new HashMap<>(RecordingLoad.SETTINGS);
        variables.put("PROXY_DB_URL", database);
        variables.putAll(more);
        return ProxyProcess.launch(program, Files.createTempDirectory(directory, "proxy"), variables);
    }

    /** Until it records, and then for a moment of any length. */
    private void awaitUnderWay(RecordingLoad load) {
        int enough = LEAST + random.nextInt(400);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> load.count() >= enough);
    }

    private void requireAllThere(ProxyProcess proxy, String what) throws Exception {
        Exported export = Exported.from(proxy, directory);
        List<String> lost = export.lost(acknowledged);
        LOG.info("{}: {} kills, {} calls acknowledged, {} lost", what, KILLS, acknowledged.size(), lost.size());

        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS * LEAST);
        assertThat(lost).isEmpty();
        assertThat(export.calls()).doesNotHaveDuplicates();
        export.requireVerified();
    }
}
