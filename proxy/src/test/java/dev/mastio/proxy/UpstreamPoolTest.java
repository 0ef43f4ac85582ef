package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connections between an edge and the server behind it, as that server sees them. */
class UpstreamPoolTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpHandler OK =
            exchange -> exchange.getResponseSender().send("ok");

    /** 64 in equal shares, of which each thread has one at least. */
    private static final int MOST = Runtime.getRuntime().availableProcessors()
            * Math.max(1, 64 / Runtime.getRuntime().availableProcessors());

    @TempDir
    private Path directory;

    private final HttpClient client = Clients.speaking(HTTP_1_1);

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void hasNoMoreConnectionsThanSixtyFourHoweverManyRequestsThereAre() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger waiting = new AtomicInteger();
        HttpHandler holding = new BlockingHandler(exchange -> {
            waiting.incrementAndGet();
            release.await();
            exchange.getResponseSender().send("ok");
        });
        try (ServerBehind server = ServerBehind.answering(holding);
                RunningProxy edge = edge(server.url(), Map.of())) {
            // Which the server answers at once: those that wait are not to wait for handshakes as well.
            sendAtOnce(150, edge, "/healthz").forEach(CompletableFuture::join);

            List<CompletableFuture<HttpResponse<String>>> answers = sendAtOnce(150, edge, "/static/x");
            await().atMost(PATIENCE).until(() -> waiting.get() == MOST);
            release.countDown();

            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
            }
            assertThat(server.mostOpen()).isEqualTo(MOST).isLessThanOrEqualTo(Math.max(64, MOST));
            assertThat(server.requestsByConnection()).hasSize(MOST);
            assertThat(edge.metric(client, "mastio_upstream_connections_opened_total"))
                    .isEqualTo(MOST);
        }
    }

    @Test
    void closesAConnectionAfterAThousandRequests() throws Exception {
        try (ServerBehind server = ServerBehind.answering(OK);
                RunningProxy edge = edge(
                        server.url(),
                        Map.of(
                                "MASTIO_CONNECTION_MAX_REQUESTS",
                                "100000",
                                "MASTIO_CONNECTION_MAX_AGE_SECONDS",
                                "3600"))) {
            for (int i = 0; i < 2_500; i++) {
                assertThat(send(edge, "/health").statusCode()).isEqualTo(200);
            }

            assertThat(server.requestsByConnection()).containsExactly(1_000, 1_000, 500);
            assertThat(server.mostOpen()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void opensAConnectionForEachRequestWhereNoneIsKept() throws Exception {
        try (ServerBehind server = ServerBehind.answering(OK);
                RunningProxy edge = edge(server.url(), Map.of("MASTIO_EDGE_CONNECTION_MAX_REQUESTS", "1"))) {
            for (int i = 0; i < 20; i++) {
                assertThat(send(edge, "/health").statusCode()).isEqualTo(200);
            }

            assertThat(server.requestsByConnection()).hasSize(20).containsOnly(1);
        }
    }

    @Test
    void closesAConnectionThatNobodyUses() throws Exception {
        try (ServerBehind server = ServerBehind.answering(OK);
                RunningProxy edge = edge(server.url(), Map.of("MASTIO_EDGE_CONNECTION_IDLE_SECONDS", "1"))) {
            send(edge, "/health");
            assertThat(server.open()).isEqualTo(1);

            await().atMost(PATIENCE).until(() -> server.open() == 0);

            await().atMost(PATIENCE).until(() -> edge.metric(client, "mastio_upstream_connections") == 0);
            assertThat(send(edge, "/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void letsAnswersThatLastTakeNoConnectionFromTheOthers() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger waiting = new AtomicInteger();
        HttpHandler handler = new BlockingHandler(exchange -> {
            if (exchange.getRequestPath().startsWith("/v1/llm")) {
                waiting.incrementAndGet();
                release.await();
            }
            exchange.getResponseSender().send("ok");
        });
        try (ServerBehind server = ServerBehind.answering(handler);
                RunningProxy edge = edge(server.url(), Map.of("MASTIO_EDGE_CONNECTIONS", "1"))) {
            List<CompletableFuture<HttpResponse<String>>> lasting = sendAtOnce(10, edge, "/v1/llm/chat");
            await().atMost(PATIENCE).until(() -> waiting.get() == 10);

            assertThat(send(edge, "/health").statusCode()).isEqualTo(200);

            release.countDown();
            for (CompletableFuture<HttpResponse<String>> answer : lasting) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
            }
            await().atMost(PATIENCE)
                    .until(() -> server.open() <= Runtime.getRuntime().availableProcessors());
        }
    }

    @Test
    void shedsWhoWaitsTooLongForAConnection() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        HttpHandler holding = new BlockingHandler(exchange -> {
            release.await();
            exchange.getResponseSender().send("ok");
        });
        // Each thread has one connection, and with so many requests none of them has none to serve.
        int threads = Runtime.getRuntime().availableProcessors();
        int requests = 20 * threads;
        try (ServerBehind server = ServerBehind.answering(holding);
                RunningProxy edge = edge(server.url(), Map.of("MASTIO_EDGE_CONNECTIONS", "1"))) {
            List<CompletableFuture<HttpResponse<String>>> answers = sendAtOnce(requests, edge, "/static/x");
            await().atMost(PATIENCE)
                    .until(() ->
                            answers.stream().filter(CompletableFuture::isDone).count() == requests - threads);
            List<HttpResponse<String>> shed = answers.stream()
                    .filter(CompletableFuture::isDone)
                    .map(CompletableFuture::join)
                    .toList();
            release.countDown();

            assertThat(shed).extracting(HttpResponse::statusCode).containsOnly(503);
            assertThat(shed.getFirst().headers().firstValue("x-cullis-shed-reason"))
                    .hasValue("concurrency_limit");
            assertThat(edge.metric(client, "mastio_shed_total{reason=\"concurrency_limit\",traffic=\"client\"}"))
                    .isEqualTo(requests - threads);
        }
    }

    private RunningProxy edge(String upstream, Map<String, String> variables) throws Exception {
        Map<String, String> all = new HashMap<>(variables);
        all.put("MASTIO_EDGE_UPSTREAM", upstream);
        return RunningProxy.start(directory, all);
    }

    private List<CompletableFuture<HttpResponse<String>>> sendAtOnce(int times, RunningProxy edge, String path) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(client.sendAsync(get(edge, path), BodyHandlers.ofString()));
        }
        return answers;
    }

    private HttpResponse<String> send(RunningProxy edge, String path) throws Exception {
        return client.send(get(edge, path), BodyHandlers.ofString());
    }

    private static HttpRequest get(RunningProxy edge, String path) {
        return edge.data(path).build();
    }
}
