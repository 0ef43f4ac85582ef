package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadSheddingTest {

    private static final int BURST = 3;
    /** Until a token is there again. */
    private static final Duration TOKEN = Duration.ofSeconds(1);

    private static final String RUN_AND_MAC =
            "demo-soak-1.162d120a3770c47fc6b304207e89350cc85c0f411d8e2d64541b5aaef44444b8";

    @TempDir
    private Path directory;

    private final HttpClient client = Clients.speaking(HTTP_1_1);
    private RunningProxy proxy;

    @BeforeEach
    void start() throws Exception {
        proxy = RunningProxy.start(
                directory,
                Map.of(
                        "MCP_PROXY_GLOBAL_RATE_LIMIT_RPS", "1",
                        "MCP_PROXY_GLOBAL_RATE_LIMIT_BURST", Integer.toString(BURST),
                        "MASTIO_SOAK_KEY_FILE",
                                Files.writeString(directory.resolve("key"), "k").toString()));
        proxy.awaitReady(client);
    }

    @AfterEach
    void stop() {
        client.close();
        proxy.close();
    }

    @Test
    void answersWhatIsOverTheBurstWithTheContractsRefusal() throws Exception {
        List<HttpResponse<String>> answers = getAtOnce("/v1/egress/peers", BURST + 1);

        assertThat(answers.subList(0, BURST))
                .extracting(HttpResponse::statusCode)
                .containsOnly(404);
        HttpResponse<String> shed = answers.getLast();
        assertThat(shed.statusCode()).isEqualTo(503);
        assertThat(shed.body())
                .isEqualTo(
                        "{\"detail\":\"Mastio is shedding load — retry shortly\",\"error\":\"global_rate_limit_exceeded\"}");
        assertThat(shed.headers().firstValue("retry-after")).contains("1");
        assertThat(shed.headers().firstValue("x-cullis-shed-reason")).contains("global_rate_limit");
        assertThat(shed.headers().map())
                .doesNotContainKeys("x-cullis-mode", "x-frame-options", "dpop-nonce", "cache-control");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/healthz", "/healthy", "/readyz", "/metrics", "/.well-known/jwks-local.json"})
    void neverShedsThoseWhoWatch(String path) throws Exception {
        exhaust();

        assertThat(get(path).statusCode()).isIn(200, 404);
    }

    @Test
    void countsWhatArrivesAlsoWhatItSheds() throws Exception {
        getAtOnce("/exhaust", BURST + 1);
        get("/health");

        assertThat(proxy.metric(client, "mastio_arrivals_total{traffic=\"client\"}"))
                .isEqualTo(BURST + 2);
        assertThat(proxy.metric(client, "mastio_shed_total{reason=\"global_rate_limit\",traffic=\"client\"}"))
                .isEqualTo(1);
        assertThat(proxy.metric(client, "mastio_requests_total{family=\"other\",outcome=\"shed\",traffic=\"client\"}"))
                .isEqualTo(1);
        assertThat(proxy.metric(
                        client, "mastio_requests_total{family=\"other\",outcome=\"client_error\",traffic=\"client\"}"))
                .isEqualTo(BURST);
        assertThat(proxy.metric(client, "mastio_requests_total{family=\"health\",outcome=\"ok\",traffic=\"client\"}"))
                .isEqualTo(1);
    }

    @Test
    void countsASoaksRequestsApart() throws Exception {
        RunningProxy.send(client, proxy.data("/health").header("X-Mastio-Soak", RUN_AND_MAC));
        RunningProxy.send(client, proxy.data("/health").header("X-Mastio-Soak", "demo-soak-1.forged"));

        assertThat(proxy.metric(client, "mastio_arrivals_total{traffic=\"soak\"}"))
                .isEqualTo(1);
        assertThat(proxy.metric(client, "mastio_arrivals_total{traffic=\"client\"}"))
                .isEqualTo(1);
        assertThat(proxy.metric(client, "mastio_request_duration_seconds_count{family=\"health\",traffic=\"soak\"}"))
                .isEqualTo(1);
    }

    private void exhaust() throws Exception {
        for (int request = 0; request < BURST; request++) {
            get("/exhaust");
        }
    }

    /** In less time than it takes until a token is there again; if they took longer, again and with a new proxy, whose bucket is full. */
    private List<HttpResponse<String>> getAtOnce(String path, int times) {
        return await().until(
                        () -> {
                            long start = System.nanoTime();
                            List<HttpResponse<String>> answers = new ArrayList<>();
                            for (int request = 0; request < times; request++) {
                                answers.add(get(path));
                            }
                            if (System.nanoTime() - start < TOKEN.toNanos()) {
                                return answers;
                            }
                            proxy.close();
                            start();
                            return List.of();
                        },
                        answers -> !answers.isEmpty());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return RunningProxy.send(client, proxy.data(path));
    }
}
