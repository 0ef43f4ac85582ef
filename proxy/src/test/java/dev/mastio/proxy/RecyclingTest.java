package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecyclingTest {

    @TempDir
    private Path directory;

    @Test
    void tellsAnHttp1ClientToConnectAnewAfterSoManyRequests() throws Exception {
        try (RunningProxy proxy = recyclingAfter("20", "3600");
                HttpClient client = Clients.speaking(HTTP_1_1)) {
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (int request = 0; request < 100; request++) {
                answers.add(RunningProxy.send(client, proxy.data("/health")));
            }

            for (int request = 1; request < answers.size(); request++) {
                boolean told = answers.get(request - 1)
                        .headers()
                        .firstValue("connection")
                        .orElseThrow()
                        .equals("close");
                boolean sameConnection = label(answers.get(request)).equals(label(answers.get(request - 1)));
                assertThat(sameConnection).isEqualTo(!told);
            }
            // The last connection has not come to its end.
            List<Integer> ended = new ArrayList<>(requestsByConnection(answers).values());
            assertThat(ended.subList(0, ended.size() - 1)).isNotEmpty().allMatch(count -> count >= 10 && count <= 20);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void losesNoneOfTheRequestsThatShareConnections(Version version) throws Exception {
        try (RunningProxy proxy = recyclingAfter("50", "3600");
                HttpClient client = Clients.speaking(version);
                ExecutorService users = Executors.newFixedThreadPool(8)) {
            List<Callable<HttpResponse<String>>> requests = IntStream.range(0, 2000)
                    .<Callable<HttpResponse<String>>>mapToObj(
                            _ -> () -> RunningProxy.send(client, proxy.data("/health")))
                    .toList();

            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> answer : users.invokeAll(requests)) {
                answers.add(answer.get());
            }

            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
            // Requests that an HTTP/2 client sent before it read the notice are still answered.
            assertThat(requestsByConnection(answers)).hasSizeGreaterThan(10);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void tellsAClientToConnectAnewAfterSoLong(Version version) throws Exception {
        try (RunningProxy proxy = recyclingAfter("1000000", "1");
                HttpClient client = Clients.speaking(version)) {
            String first = label(RunningProxy.send(client, proxy.data("/health")));

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !label(RunningProxy.send(client, proxy.data("/health")))
                            .equals(first));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void countsOpenConnections(Version version) throws Exception {
        try (RunningProxy proxy = recyclingAfter("1000", "60");
                HttpClient watching = Clients.speaking(HTTP_1_1)) {
            try (HttpClient client = Clients.speaking(version)) {
                RunningProxy.send(client, proxy.data("/health"));

                assertThat(proxy.metric(watching, "mastio_connections")).isEqualTo(1);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> proxy.metric(watching, "mastio_connections") == 0);
        }
    }

    private RunningProxy recyclingAfter(String requests, String seconds) throws Exception {
        return RunningProxy.start(
                directory,
                Map.of("MASTIO_CONNECTION_MAX_REQUESTS", requests, "MASTIO_CONNECTION_MAX_AGE_SECONDS", seconds));
    }

    private static Map<String, Integer> requestsByConnection(List<HttpResponse<String>> answers) {
        Map<String, Integer> count = new LinkedHashMap<>();
        answers.forEach(answer -> count.merge(label(answer), 1, Integer::sum));
        return count;
    }

    private static String label(HttpResponse<?> answer) {
        return answer.connectionLabel().orElseThrow();
    }
}
