package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.audit.verify.Run;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes extend one chain. */
class TwoReplicasTest {

    private static final int ROWS = 1_000;

    @TempDir
    private Path directory;

    @Test
    void twoProcessesUnderLoadExtendOneChainWithoutAGap() throws Exception {
        try (TestDatabase database = TestDatabase.fresh(Store.Kind.POSTGRES, directory);
                ProxyProcess one = launch(database);
                ProxyProcess other = launch(database);
                RecordingLoad onOne = RecordingLoad.on(one, 16);
                RecordingLoad onOther = RecordingLoad.on(other, 16)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> onOne.count() >= ROWS && onOther.count() >= ROWS);
            int acknowledged = onOne.stop().size() + onOther.stop().size();

            Path export = export(one, "one");
            Run run = Run.of(export.toString());

            assertThat(run.exitCode()).isZero();
            assertThat(Files.readAllLines(export))
                    .filteredOn(line -> line.contains("\"kind\":\"entry\""))
                    .hasSize(acknowledged);
            assertThat(export(other, "other")).hasSameTextualContentAs(export);
        }
    }

    private ProxyProcess launch(TestDatabase database) throws Exception {
        return ProxyProcess.launch(
                AuditedProxy.class,
                Files.createTempDirectory(directory, "proxy"),
                Map.of(
                        "PROXY_DB_URL", database.url(),
                        "MCP_PROXY_GLOBAL_RATE_LIMIT_RPS", "1000000",
                        "MCP_PROXY_GLOBAL_RATE_LIMIT_BURST", "1000000"));
    }

    private Path export(ProxyProcess proxy, String name) throws Exception {
        try (HttpClient client = Clients.speaking(HTTP_1_1)) {
            return client.send(
                            proxy.data("/v1/admin/audit/export").build(),
                            BodyHandlers.ofFile(directory.resolve(name + ".ndjson")))
                    .body();
        }
    }
}
