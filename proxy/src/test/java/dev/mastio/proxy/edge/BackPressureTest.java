package dev.mastio.proxy.edge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.Clients;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shed before it piles up, and what never is. */
class BackPressureTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 3;
    private static final int ALL_BODIES = 100_000;

    private final CountDownLatch upstreamAnswers = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean databaseIsSlow = new AtomicBoolean();
    private final HttpClient client = Clients.speaking(HttpClient.Version.HTTP_2);
    private @Nullable TestEdge edge;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        edge = TestEdge.start(
                directory,
                Map.of(
                        "MASTIO_MAX_CONCURRENT_REQUESTS", Integer.toString(AT_ONCE),
                        "MASTIO_MAX_BODIES_BYTES", Integer.toString(ALL_BODIES)),
                List.of(),
                List.of(
                        Route.post("/llm", Family.LLM, request -> {
                            waiting.incrementAndGet();
                            upstreamAnswers.await();
                            return Reply.empty(204);
                        }),
                        Route.post("/token", Family.AUTH, request -> Reply.empty(204))),
                databaseIsSlow::get);
    }

    @AfterEach
    void stop() {
        upstreamAnswers.countDown();
        client.close();
        edge().close();
    }

    @Test
    void shedsWhatIsMoreThanAFamilyMayHaveUnderWayAndLeavesTheOthersAlone() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> underWay = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            underWay.add(client.sendAsync(request("/llm", 0), HttpResponse.BodyHandlers.ofString()));
        }
        await().atMost(PATIENCE).until(() -> waiting.get() == AT_ONCE);

        HttpResponse<String> tooMany = send("/llm", 0);
        assertShed(tooMany, "concurrency_limit", "concurrency_limit_exceeded", "1");
        assertThat(send("/token", 0).statusCode()).isEqualTo(204);
        assertThat(get("/health").statusCode()).isEqualTo(200);

        upstreamAnswers.countDown();
        for (CompletableFuture<HttpResponse<String>> answer : underWay) {
            assertThat(answer.get().statusCode()).isEqualTo(204);
        }
        await().atMost(PATIENCE).until(() -> send("/llm", 0).statusCode() == 204);
    }

    @Test
    void shedsBodiesForWhichThereIsNoRoomAndTakesThemWhenThereIs() throws Exception {
        try (SSLSocket slow = halfOfABody(ALL_BODIES - 1_000)) {
            awaitShedding();

            assertShed(send("/token", 2_000), "body_memory_limit", "body_memory_limit_exceeded", "1");
            assertThat(send("/token", 300).statusCode()).isEqualTo(204);
            assertThat(slow.isConnected()).isTrue();
        }
        await().atMost(PATIENCE).until(() -> send("/token", 2_000).statusCode() == 204);
    }

    @Test
    void aStreamThatIsResetInTheMiddleOfItsBodyLeavesItsRoomToOthers() throws Exception {
        SubmissionPublisher<ByteBuffer> body = new SubmissionPublisher<>();
        CompletableFuture<HttpResponse<String>> broken = client.sendAsync(
                HttpRequest.newBuilder(edge().uri("/token"))
                        .POST(BodyPublishers.fromPublisher(body, 200_000))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        await().atMost(PATIENCE).until(body::hasSubscribers);
        body.submit(ByteBuffer.allocate(ALL_BODIES - 1_000));
        awaitShedding();

        body.closeExceptionally(new IOException("of the test"));

        assertThat(broken).failsWithin(PATIENCE);
        await().atMost(PATIENCE).until(() -> send("/token", 2_000).statusCode() == 204);
    }

    @Test
    void shedsWhileTheDatabaseIsSlow() throws Exception {
        databaseIsSlow.set(true);

        assertShed(send("/token", 10), "db_latency_circuit_breaker", "db_latency_circuit_breaker_open", "5");

        databaseIsSlow.set(false);
        assertThat(send("/token", 10).statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/healthz", "/readyz", "/metrics", "/.well-known/jwks-local.json"})
    void neverShedsThoseWhoWatch(String path) throws Exception {
        // Nobody is ready before the database has its tables, which is another 503.
        await().atMost(PATIENCE).until(() -> get("/readyz").statusCode() == 200);
        databaseIsSlow.set(true);

        assertThat(get(path).statusCode()).isIn(200, 404);
    }

    /** Looks later, when all of the large one has arrived: who comes while a small one is there is shed itself. */
    private void awaitShedding() {
        await().pollDelay(Duration.ofMillis(500))
                .atMost(PATIENCE)
                .until(() -> send("/token", 2_000).statusCode() == 503);
    }

    private static void assertShed(HttpResponse<String> answer, String reason, String error, String retryAfter) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("x-cullis-shed-reason")).hasValue(reason);
        assertThat(answer.headers().firstValue("retry-after")).hasValue(retryAfter);
        assertThat(answer.headers().firstValue("x-cullis-mode")).isEmpty();
        assertThat(answer.body()).startsWith("{\"detail\":\"").endsWith(",\"error\":\"" + error + "\"}");
    }

    private SSLSocket halfOfABody(int bytes) throws Exception {
        SSLSocket socket = (SSLSocket) Clients.trustingAnyone()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), edge().port());
        socket.getOutputStream()
                .write("POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(new byte[bytes]);
        return socket;
    }

    private HttpResponse<String> send(String path, int bytes) throws Exception {
        return client.send(request(path, bytes), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(edge().uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path, int bytes) {
        return HttpRequest.newBuilder(edge().uri(path))
                .POST(BodyPublishers.ofByteArray(new byte[bytes]))
                .build();
    }

    private TestEdge edge() {
        return requireNonNull(edge);
    }
}
