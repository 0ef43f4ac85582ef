package dev.mastio.proxy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies through an edge: whole, in both directions, and answers bit by bit as they come. */
class ForwardedBodyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LARGEST = 4 << 20;
    private static final String UPGRADE = """
            GET /v1/events HTTP/1.1
            Host: localhost
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Key: key

            """;

    @TempDir
    private Path directory;

    private @Nullable ServerBehind server;
    private @Nullable RunningProxy edge;

    @AfterEach
    void stop() {
        requireNonNull(edge).close();
        requireNonNull(server).close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void bringsARequestsBodyThereWhole(Version version) throws Exception {
        start(new BlockingHandler(exchange -> {
            byte[] body = exchange.getInputStream().readAllBytes();
            exchange.getResponseSender().send(exchange.getRequestMethod() + " " + body.length + " " + digest(body));
        }));
        byte[] body = random(LARGEST);
        String expected = LARGEST + " " + digest(body);
        try (HttpClient client = Clients.speaking(version)) {
            assertThat(put(client, BodyPublishers.ofByteArray(body))).isEqualTo("PUT " + expected);
            assertThat(put(client, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
                    .isEqualTo("PUT " + expected);
            assertThat(put(client, BodyPublishers.noBody())).startsWith("PUT 0 ");
            assertThat(RunningProxy.send(client, edge().data("/v1/x").DELETE()).body())
                    .startsWith("DELETE 0 ");
        }
        // One after the other, and nothing of one was left on the way of the next.
        assertThat(requireNonNull(server).requestsByConnection()).containsExactly(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void passesOnNoBodyThatTheOriginalsEdgeWouldNotTake(Version version) throws Exception {
        start(exchange -> exchange.getResponseSender().send("ok"));
        byte[] body = new byte[LARGEST + 1];
        try (HttpClient client = Clients.speaking(version)) {
            HttpResponse<String> answer = RunningProxy.send(
                    client,
                    edge().data("/v1/x").PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

            assertThat(answer.statusCode()).isEqualTo(413);
        }
        assertThat(requireNonNull(server).requestsByConnection()).isEmpty();
    }

    /** Of more than the buffers between them take at once. */
    @Test
    void leavesTheConnectionOpenAfterABodyThatTakesManyWrites() throws Exception {
        byte[] body = random(16 << 20);
        start(
                new BlockingHandler(exchange -> exchange.getResponseSender()
                        .send(digest(exchange.getInputStream().readAllBytes()))),
                Map.of("MCP_PROXY_MAX_REQUEST_BODY_BYTES", Integer.toString(body.length)));
        try (HttpClient client = Clients.speaking(Version.HTTP_1_1)) {
            assertThat(put(client, BodyPublishers.ofByteArray(body))).isEqualTo(digest(body));
            assertThat(put(client, BodyPublishers.ofByteArray(body))).isEqualTo(digest(body));
        }
        assertThat(requireNonNull(server).requestsByConnection()).containsExactly(2);
    }

    @Test
    void passesOnNoRequestOfTwoLengths() throws Exception {
        start(new BlockingHandler(exchange -> exchange.getResponseSender()
                .send(Integer.toString(exchange.getInputStream().readAllBytes().length))));

        raw("""
                POST /v1/x HTTP/1.1
                Host: localhost
                Connection: close
                Content-Length: 4
                Transfer-Encoding: chunked

                5
                hello
                0

                """);

        assertThat(requireNonNull(server).requestsByConnection()).isEmpty();
    }

    @Test
    void takesNoConnectionForABodyThatIsStillComing() throws Exception {
        start(exchange -> exchange.getResponseSender().send("ok"));
        try (SSLSocket slow = tls()) {
            slow.getOutputStream()
                    .write("POST /v1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"
                            .getBytes(StandardCharsets.ISO_8859_1));
            try (HttpClient client = Clients.speaking(Version.HTTP_1_1)) {
                assertThat(RunningProxy.send(client, edge().data("/health")).statusCode())
                        .isEqualTo(200);
                assertThat(edge().metric(client, "mastio_upstream_connections_opened_total"))
                        .isEqualTo(1);
            }
            assertThat(requireNonNull(server).requestsByConnection()).containsExactly(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void bringsALargeAnswerBackWhole(Version version) throws Exception {
        byte[] large = random(20 << 20);
        start(new BlockingHandler(exchange -> exchange.getOutputStream().write(large)));
        try (HttpClient client = Clients.speaking(version)) {
            HttpResponse<byte[]> answer =
                    client.send(edge().data("/static/large").build(), BodyHandlers.ofByteArray());

            assertThat(digest(answer.body())).isEqualTo(digest(large));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void bringsBackEachPartOfAnAnswerWhenItComes(Version version) throws Exception {
        CountDownLatch firstWasRead = new CountDownLatch(1);
        start(new BlockingHandler(exchange -> {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
            OutputStream out = exchange.getOutputStream();
            out.write("data: first\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            assertThat(firstWasRead.await(60, TimeUnit.SECONDS)).isTrue();
            out.write("data: last\n\n".getBytes(StandardCharsets.UTF_8));
        }));
        try (HttpClient client = Clients.speaking(version);
                InputStream events = client.send(edge().data("/v1/llm/chat").build(), BodyHandlers.ofInputStream())
                        .body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: first");
            firstWasRead.countDown();
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("data: last");
        }
    }

    @Test
    void makesAWayForBothDirectionsWhereTheProtocolChanges() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>("");
        start(exchange -> {
            asked.set(exchange.getRequestHeaders().getFirst("Sec-WebSocket-Key"));
            exchange.getResponseHeaders()
                    .put(Headers.UPGRADE, "websocket")
                    .put(new HttpString("Sec-WebSocket-Accept"), "yes");
            exchange.upgradeChannel((connection, _) -> Thread.ofVirtual().start(() -> {
                try (connection) {
                    InputStream in = Channels.newInputStream(
                            new org.xnio.channels.BlockingReadableByteChannel(connection.getSourceChannel()));
                    OutputStream out = Channels.newOutputStream(
                            new org.xnio.channels.BlockingWritableByteChannel(connection.getSinkChannel()));
                    for (int b = in.read(); b >= 0; b = in.read()) {
                        out.write(Character.toUpperCase(b));
                        out.flush();
                    }
                } catch (java.io.IOException gone) {
                    // The test has ended it.
                }
            }));
        });
        try (SSLSocket socket = tls()) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            write(socket, UPGRADE.replace("\n", "\r\n"));
            assertThat(in.readLine()).startsWith("HTTP/1.1 101");
            while (!in.readLine().isEmpty()) {
                // The head of the answer.
            }
            write(socket, "hello\n");
            assertThat(in.readLine()).isEqualTo("HELLO");
            write(socket, "again\n");
            assertThat(in.readLine()).isEqualTo("AGAIN");
        }
        assertThat(asked).hasValue("key");
        await().atMost(PATIENCE).until(() -> requireNonNull(server).open() == 0);
    }

    private void start(HttpHandler handler) throws Exception {
        start(handler, Map.of());
    }

    private void start(HttpHandler handler, Map<String, String> variables) throws Exception {
        server = ServerBehind.answering(handler);
        Map<String, String> all = new HashMap<>(variables);
        all.put("MASTIO_EDGE_UPSTREAM", server.url());
        edge = RunningProxy.start(directory, all);
    }

    private RunningProxy edge() {
        return requireNonNull(edge);
    }

    private String put(HttpClient client, BodyPublisher body) throws Exception {
        return RunningProxy.send(client, edge().data("/v1/x").PUT(body)).body();
    }

    private SSLSocket tls() throws Exception {
        SSLSocket socket = (SSLSocket) Clients.trustingAnyone()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), edge().dataPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private void raw(String request) throws Exception {
        try (SSLSocket socket = tls()) {
            write(socket, request.replace("\n", "\r\n"));
            socket.getInputStream().readAllBytes();
        }
    }

    private static void write(SSLSocket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new Random(7).nextBytes(random);
        return random;
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
