package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.RecordingLoad.Refused;
import dev.mastio.proxy.store.PostgresServer;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database that neither answers nor refuses: its processes are stopped under a proxy that is under load, and go on later. */
class StalledPostgresTest {

    private static final Logger LOG = LoggerFactory.getLogger(StalledPostgresTest.class);
    private static final int CALLERS = 16;

    /**
     * A call asks the database who its caller is, then whether its proof was used, and gives up either after fifteen seconds. Of a
     * database that answers nothing it asks only one of them. The rest is for a machine that has other things to do.
     */
    private static final Duration BOUND = Duration.ofSeconds(15 + 5);

    private final HttpClient client = Clients.speaking(HTTP_1_1);

    @Test
    void refusesWhatItCannotRecordInTimeAndRecoversByItself(@TempDir Path directory) throws Exception {
        try (PostgresServer postgres = PostgresServer.start();
                ProxyProcess proxy = launch(directory, postgres)) {
            LoggedInAgent agent = LoggedInAgent.newAt(proxy, "alice");
            List<String> acknowledged;
            List<Refused> refused;
            try (RecordingLoad load = RecordingLoad.on(proxy, agent, CALLERS)) {
                load.awaitMore();

                postgres.freeze();
                try {
                    proxy.awaitWithoutDatabase(client);
                    load.awaitAllRefused();
                    int before = load.count();
                    load.awaitAllRefused();
                    assertThat(load.count()).isEqualTo(before);
                } finally {
                    postgres.thaw();
                }

                proxy.awaitReady(client);
                load.awaitMore();
                acknowledged = load.stop();
                refused = load.refused();
                assertThat(load.failures()).isEmpty();
            }

            Duration slowest = refused.stream()
                    .map(Refused::after)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            LOG.info(
                    "{} calls refused, the slowest after {}; {} acknowledged",
                    refused.size(),
                    slowest,
                    acknowledged.size());
            assertThat(slowest).isLessThan(BOUND);
            Exported export = Exported.from(proxy, directory);
            assertThat(export.lost(acknowledged)).isEmpty();
            assertThat(export.calls()).doesNotHaveDuplicates();
            export.requireVerified();
        }
    }

    private static ProxyProcess launch(Path directory, PostgresServer postgres) throws Exception {
        Map<String, String> variables = new HashMap<>(RecordingLoad.SETTINGS);
        variables.put("PROXY_DB_URL", postgres.url());
        return ProxyProcess.launch(Main.class, directory, variables);
    }
}
