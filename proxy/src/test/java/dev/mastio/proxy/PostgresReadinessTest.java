package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.store.PostgresServer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresReadinessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String READY =
            "{\"status\":\"ready\",\"checks\":{\"database\":\"ok\",\"jwks_cache\":\"standalone\"}}";

    private final HttpClient client = Clients.speaking(HTTP_1_1);
    private PostgresServer postgres;
    private RunningProxy proxy;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        postgres = PostgresServer.start();
        proxy = RunningProxy.start(directory, Map.of("PROXY_DB_URL", postgres.url()));
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        proxy.close();
        postgres.close();
    }

    @Test
    void isReadyWhileTheDatabaseAnswersUnreadyWithTheReasonWhenKilledAndReadyAgainWhenItIsBack() throws Exception {
        awaitReady();

        postgres.kill();
        awaitUnready("refused");
        assertThat(RunningProxy.send(client, proxy.data("/health")).statusCode())
                .isEqualTo(200);

        postgres.bringBack();
        awaitReady();
    }

    @Test
    void saysWithinAProbesTimeoutThatADatabaseHangs() throws Exception {
        awaitReady();

        postgres.freeze();
        try {
            awaitUnready("no answer within 800 ms");
        } finally {
            postgres.thaw();
        }

        awaitReady();
    }

    @Test
    void startsWithoutItsDatabase(@TempDir Path directory) throws Exception {
        try (RunningProxy early =
                RunningProxy.start(directory, Map.of("PROXY_DB_URL", "postgresql://nobody@127.0.0.1:1/nothing"))) {
            HttpResponse<String> answer = RunningProxy.send(client, early.operations("/readyz"));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).startsWith("{\"status\":\"not_ready\",\"checks\":{\"database\":\"error: ");
        }
    }

    private void awaitReady() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> answer = RunningProxy.send(client, proxy.operations("/readyz"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(READY);
        });
    }

    private void awaitUnready(String reason) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> answer = RunningProxy.send(client, proxy.operations("/readyz"));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body())
                    .startsWith("{\"status\":\"not_ready\",\"checks\":{\"database\":\"error: ")
                    .contains(reason);
        });
    }
}
