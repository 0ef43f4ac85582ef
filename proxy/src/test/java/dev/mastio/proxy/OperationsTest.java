package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsTest {

    private static final Pattern CONTRACT_METRIC = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

    /** Made with: printf demo-soak-1 | openssl dgst -sha256 -hmac k. */
    private static final String DEMO_SOAK =
            "demo-soak-1.162d120a3770c47fc6b304207e89350cc85c0f411d8e2d64541b5aaef44444b8";

    private final HttpClient client = Clients.speaking(HTTP_1_1);
    private RunningProxy proxy;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        proxy = RunningProxy.start(directory, Map.of());
        proxy.awaitReady(client);
    }

    @AfterAll
    void stop() {
        client.close();
        proxy.close();
    }

    @Test
    void showsEveryMetricOfTheContract() throws Exception {
        RunningProxy.send(client, proxy.data("/health"));

        String page = metrics();

        assertThat(contractMetrics())
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(page).containsPattern("(?m)^# TYPE " + name + " "));
    }

    @Test
    void knowsTheProcessItRunsIn() throws Exception {
        double started = proxy.metric(client, "process_start_time_seconds");

        assertThat(proxy.metric(client, "process_resident_memory_bytes"))
                .isBetween(10e6, (double) Runtime.getRuntime().maxMemory() * 4);
        assertThat(proxy.metric(client, "process_cpu_seconds_total")).isPositive();
        Instant reported = Instant.ofEpochMilli((long) (started * 1000));
        assertThat(reported)
                .isCloseTo(ProcessHandle.current().info().startInstant().orElseThrow(), within(10, ChronoUnit.SECONDS));
    }

    @Test
    void collectsOnDemandButNotTooOften() throws Exception {
        double before = proxy.metric(client, "mastio_collections_total");

        HttpResponse<String> first = collect();
        HttpResponse<String> second = collect();

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(proxy.metric(client, "mastio_collections_total")).isGreaterThan(before);
        assertThat(proxy.metric(client, "mastio_heap_live_bytes")).isPositive();
    }

    @Test
    void collectsForNobodyButASoakWhereThereIsAKey(@TempDir Path directory) throws Exception {
        String key = Files.writeString(directory.resolve("key"), "k").toString();
        try (RunningProxy keyed = RunningProxy.start(directory, Map.of("MASTIO_SOAK_KEY_FILE", key))) {
            // One that is closed before goes on with its migrations for a moment, in a folder that is being removed.
            keyed.awaitReady(client);
            double before = keyed.metric(client, "mastio_collections_total");

            assertThat(collect(keyed, "").statusCode()).isEqualTo(403);
            assertThat(collect(keyed, "demo-soak-1.forged").body())
                    .isEqualTo("{\"detail\":\"Only a soak may ask for a collection\"}");
            // Those that were refused do not keep it from being granted.
            assertThat(collect(keyed, DEMO_SOAK).statusCode()).isEqualTo(202);
            assertThat(keyed.metric(client, "mastio_collections_total")).isGreaterThan(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"/collect, POST", "/metrics, GET", "/health, GET"})
    void refusesOtherMethodsAndNamesTheRightOne(String path, String allowed) throws Exception {
        HttpResponse<String> answer =
                RunningProxy.send(client, proxy.operations(path).method("DELETE", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains(allowed);
    }

    @Test
    void servesNothingElse() throws Exception {
        assertThat(RunningProxy.send(client, proxy.operations("/v1/mcp")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void doesNotCountItsOwnRequestsAsArrivals() throws Exception {
        double before = proxy.metric(client, "mastio_arrivals_total{traffic=\"client\"}");

        RunningProxy.send(client, proxy.operations("/health"));

        assertThat(proxy.metric(client, "mastio_arrivals_total{traffic=\"client\"}"))
                .isEqualTo(before);
    }

    @Test
    void answersProbesWhileClientsHoldTheDataPort() throws Exception {
        List<Socket> holding = new ArrayList<>();
        try {
            for (int socket = 0; socket < 500; socket++) {
                holding.add(new Socket(InetAddress.getLoopbackAddress(), proxy.dataPort()));
            }

            assertThat(RunningProxy.send(client, proxy.operations("/readyz")).statusCode())
                    .isEqualTo(200);
            assertThat(RunningProxy.send(client, proxy.data("/health")).statusCode())
                    .isEqualTo(200);
        } finally {
            for (Socket socket : holding) {
                socket.close();
            }
        }
    }

    private String metrics() throws Exception {
        return RunningProxy.send(client, proxy.operations("/metrics")).body();
    }

    private HttpResponse<String> collect() throws Exception {
        return RunningProxy.send(client, proxy.operations("/collect").POST(BodyPublishers.noBody()));
    }

    private HttpResponse<String> collect(RunningProxy keyed, String token) throws Exception {
        return RunningProxy.send(
                client,
                keyed.operations("/collect").header("X-Mastio-Soak", token).POST(BodyPublishers.noBody()));
    }

    private static List<String> contractMetrics() throws Exception {
        String contract = Files.readString(Path.of("..", "docs", "reference", "contract.md"));
        int from = contract.indexOf("## Metrics that the operator and the soak read");
        return CONTRACT_METRIC
                .matcher(contract.substring(from, contract.indexOf("\n## ", from)))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
