package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static java.net.http.HttpClient.Version.HTTP_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get when the server behind an edge is away, slow, or breaks off. */
class UpstreamTroubleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void saysThatTheServerIsAwayAndIsReadyWhenItIsBack(Version version) throws Exception {
        int port = freePort();
        try (RunningProxy edge = edge("http://127.0.0.1:" + port, Map.of());
                HttpClient client = Clients.speaking(version)) {
            HttpResponse<String> away = RunningProxy.send(client, edge.data("/v1/auth/token"));

            assertThat(away.statusCode()).isEqualTo(502);
            assertThat(away.body()).contains("cannot be reached");
            assertThat(RunningProxy.send(client, edge.operations("/health")).statusCode())
                    .isEqualTo(200);
            assertThat(RunningProxy.send(client, edge.operations("/upstream")).statusCode())
                    .isEqualTo(503);
            HttpResponse<String> unready = RunningProxy.send(client, edge.operations("/readyz"));
            assertThat(unready.statusCode()).isEqualTo(503);
            assertThat(unready.body()).contains("\"upstream\":\"error: Connection refused");

            try (ServerBehind server = ServerBehind.onPort(
                    port, exchange -> exchange.getResponseSender().send("back"))) {
                edge.awaitReady(client);
                assertThat(RunningProxy.send(client, edge.operations("/readyz")).body())
                        .isEqualTo("{\"status\":\"ready\",\"checks\":{\"upstream\":\"ok\"}}");
                assertThat(RunningProxy.send(client, edge.operations("/upstream"))
                                .statusCode())
                        .isEqualTo(200);
                assertThat(RunningProxy.send(client, edge.data("/v1/auth/token"))
                                .body())
                        .isEqualTo("back");
                assertThat(server.open()).isPositive();
            }
        }
    }

    @Test
    void opensNoStore() throws Exception {
        try (ServerBehind server = ServerBehind.answering(exchange -> {});
                RunningProxy edge = edge(server.url(), Map.of());
                HttpClient client = Clients.speaking(HTTP_1_1)) {
            edge.awaitReady(client);

            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void givesUpOnAServerThatIsSilentForTooLong(Version version) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        BlockingHandler slow = new BlockingHandler(exchange -> {
            if (exchange.getRequestPath().startsWith("/static/slow")) {
                release.await();
            }
            exchange.getResponseSender().send("ok");
        });
        try (ServerBehind server = ServerBehind.answering(slow);
                RunningProxy edge = edge(server.url(), Map.of("MASTIO_EDGE_TIMEOUT_SECONDS", "3"));
                HttpClient client = Clients.speaking(version)) {
            HttpResponse<String> late = RunningProxy.send(client, edge.data("/static/slow"));
            int asked = server.requestsByConnection().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            release.countDown();

            assertThat(late.statusCode()).isEqualTo(504);
            assertThat(late.body()).contains("did not answer in time");
            assertThat(asked).isEqualTo(1);
            assertThat(RunningProxy.send(client, edge.data("/static/quick")).body())
                    .isEqualTo("ok");
            // What was given up may still be answered, and must not be taken for the answer to another request.
            assertThat(server.requestsByConnection()).containsExactly(1, 1);
        }
    }

    @Test
    void asksAgainOnANewConnectionWhereTheServerWasJustClosingTheOldOne() throws Exception {
        try (RawServer server = new RawServer((request, out) -> {
                    if (request == 1) {
                        RawServer.send(out, OK);
                    }
                    return request == 1;
                });
                RunningProxy edge = edge(server.url(), Map.of());
                HttpClient client = Clients.speaking(HTTP_1_1)) {
            for (int i = 0; i < 5; i++) {
                assertThat(RunningProxy.send(client, edge.data("/static/x")).body())
                        .isEqualTo("ok");
            }

            assertThat(server.connections()).isEqualTo(5);
            assertThat(server.requests()).isEqualTo(9);
        }
    }

    @Test
    void neverSendsTwiceWhatMustNotHappenTwice() throws Exception {
        try (RawServer server = new RawServer((request, out) -> {
                    if (request == 1) {
                        RawServer.send(out, OK);
                    }
                    return request == 1;
                });
                RunningProxy edge = edge(server.url(), Map.of());
                HttpClient client = Clients.speaking(HTTP_1_1)) {
            assertThat(RunningProxy.send(
                                    client, edge.data("/v1/ingress/execute").POST(BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> broken =
                    RunningProxy.send(client, edge.data("/v1/ingress/execute").POST(BodyPublishers.noBody()));

            assertThat(broken.statusCode()).isEqualTo(502);
            assertThat(broken.body()).contains("ended the connection");
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @Test
    void sendsWhatMustNotHappenTwiceOverNoConnectionThatHasLainIdle() throws Exception {
        try (RawServer server = new RawServer((request, out) -> {
                    RawServer.send(out, OK);
                    return true;
                });
                RunningProxy edge = edge(server.url(), Map.of());
                HttpClient client = Clients.speaking(HTTP_1_1)) {
            RunningProxy.send(client, edge.data("/v1/ingress/execute").POST(BodyPublishers.noBody()));
            assertThat(server.connections()).isEqualTo(1);

            // Each time later, until it counts as idle.
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1_100)).until(() -> {
                RunningProxy.send(client, edge.data("/v1/ingress/execute").POST(BodyPublishers.noBody()));
                return server.connections() > 1;
            });
            int connections = server.connections();
            RunningProxy.send(client, edge.data("/static/x"));
            assertThat(server.connections()).isEqualTo(connections);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
            })
    void cutsOffAnAnswerThatBreaksOff(String half) throws Exception {
        for (Version version : new Version[] {HTTP_1_1, HTTP_2}) {
            try (RawServer server = new RawServer((_, out) -> {
                        RawServer.send(out, half);
                        return false;
                    });
                    RunningProxy edge = edge(server.url(), Map.of());
                    HttpClient client = Clients.speaking(version)) {
                assertThatThrownBy(() -> RunningProxy.send(client, edge.data("/static/x")))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"what is no HTTP at all\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"})
    void saysWhenTheServerSaysNonsense(String nonsense) throws Exception {
        try (RawServer server = new RawServer((_, out) -> {
                    RawServer.send(out, nonsense);
                    return false;
                });
                RunningProxy edge = edge(server.url(), Map.of());
                HttpClient client = Clients.speaking(HTTP_2)) {
            assertThat(RunningProxy.send(client, edge.data("/static/x")).statusCode())
                    .isEqualTo(502);
        }
    }

    private RunningProxy edge(String upstream, Map<String, String> variables) throws Exception {
        Map<String, String> all = new HashMap<>(variables);
        all.put("MASTIO_EDGE_UPSTREAM", upstream);
        return RunningProxy.start(directory, all);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
