package dev.mastio.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.Clients;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.ops.HealthHandlers;
import dev.mastio.proxy.ops.Readiness;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.ops.SoakTokens;
import dev.mastio.proxy.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that hold a connection without using it, one way or another. */
class SlowClientTest {

    private static final Duration SHORT = Duration.ofMillis(500);
    /** Also for the handshake, which must not be what fails. */
    private static final Duration HEAD = Duration.ofSeconds(3);

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int PATIENCE_MILLIS = 60_000;

    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;
    private static final int FRAME_HEADER_BYTES = 9;
    private static final byte METHOD_GET = (byte) 0x82;
    private static final byte PATH_ROOT = (byte) 0x84;
    private static final byte SCHEME_HTTPS = (byte) 0x87;
    /** The line {@code x: 1}, as HPACK spells a name and a value that neither side has in a table. */
    private static final byte[] ONE_HEADER_MORE = {0, 1, 'x', 1, '1'};

    private static final byte[] PREFACE = preface();

    @TempDir
    private Path directory;

    private Settings settings;
    private Store store;

    @BeforeEach
    void open() throws Exception {
        settings = SettingsReader.read(Map.of(
                "MCP_PROXY_HOST", "127.0.0.1",
                "MCP_PROXY_PORT", "0",
                // Recycling must not be what ends these connections.
                "MASTIO_CONNECTION_MAX_REQUESTS", "1000000000",
                "MCP_PROXY_DATABASE_URL", "sqlite:///" + directory.resolve("mastio.db")));
        store = Store.open(settings.database());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void closesAConnectionThatNeverStartsItsHandshake() throws Exception {
        try (Edge edge = edge(new Patience(SHORT, LONG, LONG));
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
            assertCloses(silent);
        }
    }

    @Test
    void closesAConnectionThatDripsItsHandshake() throws Exception {
        try (Edge edge = edge(new Patience(SHORT, LONG, LONG));
                Socket dripping = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
            // The head of a TLS record of 16 KiB, of which no more will come.
            dripping.getOutputStream().write(new byte[] {22, 3, 1, 64, 0, 1});

            assertCloses(dripping);
        }
    }

    @Test
    void closesAConnectionThatDripsItsRequestHead() throws Exception {
        try (Edge edge = edge(new Patience(HEAD, LONG, LONG));
                SSLSocket slowloris = tls(edge)) {
            slowloris.startHandshake();

            // One header line more each time, so the connection is never quiet, but the head is never complete.
            assertClosesAfterHead(
                    slowloris.getOutputStream(),
                    ascii("GET /health HTTP/1.1\r\nHost: localhost\r\n"),
                    ascii("X-More: 1\r\n"));
        }
    }

    @Test
    void tellsAClientThatDripsItsBodyThatItIsTooSlow() throws Exception {
        try (Edge edge = edge(new Patience(LONG, SHORT, LONG));
                Socket slow = tls(edge)) {
            slow.getOutputStream()
                    .write(ascii("POST /v1/mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc"));

            String answer = readAll(slow);

            assertThat(answer)
                    .startsWith("HTTP/1.1 408 ")
                    .contains("Connection: close")
                    .endsWith("{\"detail\":\"Request Timeout\"}");
        }
    }

    @Test
    void closesAConnectionThatIsIdle() throws Exception {
        try (Edge edge = edge(new Patience(LONG, LONG, SHORT));
                Socket idle = tls(edge)) {
            idle.getOutputStream().write(ascii("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"));

            assertThat(readAll(idle)).startsWith("HTTP/1.1 200 ").endsWith("{\"status\":\"ok\"}");
        }
    }

    @Test
    void keepsAConnectionThatWaitsLessThanItMay() throws Exception {
        try (Edge edge = edge(new Patience(HEAD, SHORT, LONG));
                Socket patient = tls(edge)) {
            patient.getOutputStream().write(ascii("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            patient.setSoTimeout(2 * (int) HEAD.toMillis());

            try {
                readAll(patient);
                fail("the connection was closed");
            } catch (SocketTimeoutException stillOpen) {
                assertThat(stillOpen).isNotNull();
            }
        }
    }

    @Test
    void closesAnHttp2ConnectionThatNeverSpeaks() throws Exception {
        try (Edge edge = edge(new Patience(LONG, LONG, SHORT));
                Socket silent = http2(edge)) {
            assertEnds(silent);
        }
    }

    @Test
    void closesAnHttp2ConnectionThatIsIdle() throws Exception {
        try (Edge edge = edge(new Patience(LONG, LONG, SHORT));
                Socket idle = http2(edge)) {
            idle.getOutputStream().write(PREFACE);

            assertEnds(idle);
        }
    }

    @Test
    void closesAnHttp2ConnectionThatDripsItsRequestHead() throws Exception {
        try (Edge edge = edge(new Patience(HEAD, LONG, LONG));
                Socket slowloris = http2(edge)) {
            slowloris.getOutputStream().write(PREFACE);

            // One more piece each time, none of which says that it is the last.
            assertClosesAfterHead(
                    slowloris.getOutputStream(),
                    frame(HEADERS, new byte[] {METHOD_GET, SCHEME_HTTPS, PATH_ROOT}),
                    frame(CONTINUATION, ONE_HEADER_MORE));
        }
    }

    @Test
    void keepsAnHttp2ConnectionWhoseFrameCameInTwoPieces() throws Exception {
        byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
        int most = 5;
        try (Edge edge = edge(new Patience(HEAD, LONG, LONG));
                Socket client = http2(edge)) {
            client.getOutputStream().write(PREFACE);
            client.getOutputStream().write(settings, 0, most);
            // Its own settings: it has read ours as far as they are there.
            assertThat(client.getInputStream().read()).isNotNegative();
            client.getOutputStream().write(settings, most, settings.length - most);
            client.setSoTimeout(2 * (int) HEAD.toMillis());

            assertThatThrownBy(() -> client.getInputStream().readAllBytes()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void closesAConnectionThatTakesNoAnswers() throws Exception {
        byte[] requests = ascii("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100));
        try (Edge edge = edge(new Patience(LONG, SHORT, LONG));
                // Closing this one also ends a write that is blocked, which closing the TLS socket would wait for.
                Socket underneath = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
            OutputStream deaf = Clients.trustingAnyone()
                    .getSocketFactory()
                    .createSocket(underneath, "localhost", edge.port(), false)
                    .getOutputStream();

            // Once the buffers on the way are full the proxy can write no answer, reads no request, and this blocks.
            Thread writing = Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        deaf.write(requests);
                    }
                } catch (IOException closed) {
                    // That is what is waited for.
                }
            });

            await().atMost(Duration.ofMillis(PATIENCE_MILLIS)).until(() -> !writing.isAlive());
        }
    }

    private Edge edge(Patience patience) throws Exception {
        return Edge.start(
                settings,
                patience,
                new Behind(
                        new HealthHandlers("dev", new Readiness(store, () -> {}), List::of),
                        List.of(),
                        Optional::empty,
                        List::of,
                        Optional::empty,
                        () -> false),
                new RequestMetrics(),
                SoakTokens.of(settings.soakKeyFile()));
    }

    private static SSLSocket tls(Edge edge) throws IOException {
        SSLSocket socket = (SSLSocket)
                Clients.trustingAnyone().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), edge.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static SSLSocket http2(Edge edge) throws IOException {
        SSLSocket socket = tls(edge);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** A frame on stream 1 without flags: no end of the head, no end of the stream. */
    private static byte[] frame(int type, byte[] payload) {
        return ByteBuffer.allocate(FRAME_HEADER_BYTES + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) 0)
                .putInt(1)
                .put(payload)
                .array();
    }

    /** Not before, which something else than the time would be the reason of. */
    private static void assertClosesAfterHead(OutputStream out, byte[] beginning, byte[] piece) throws IOException {
        long start = System.nanoTime();
        out.write(beginning);

        await().atMost(Duration.ofMillis(PATIENCE_MILLIS)).until(() -> {
            try {
                out.write(piece);
                return false;
            } catch (IOException closed) {
                return true;
            }
        });

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(HEAD);
    }

    /** Whatever the server says before it, for example its settings and a farewell. */
    private static void assertEnds(Socket socket) throws IOException {
        assertThat(socket.getInputStream().readAllBytes()).isNotNull();
    }

    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static void assertCloses(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    /** With empty settings. */
    private static byte[] preface() {
        byte[] magic = ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        return ByteBuffer.allocate(magic.length + FRAME_HEADER_BYTES)
                .put(magic)
                .put(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0})
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
