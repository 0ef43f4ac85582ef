package dev.mastio.proxy;

import static dev.mastio.proxy.RawHttp2.END_HEADERS;
import static dev.mastio.proxy.RawHttp2.END_STREAM;
import static dev.mastio.proxy.RawHttp2.HEADERS;
import static dev.mastio.proxy.RawHttp2.frame;
import static dev.mastio.proxy.RawHttp2.get;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a connection when it is closed. */
class ClosedConnectionsTest {

    private static final int CLIENTS = 100;
    private static final int RECORD = 16 * 1024;
    /** Less than any of the proxy's own time limits. */
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    @Test
    void endsWithItsClient() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(directory, Map.of());
                HttpClient watching = Clients.speaking(HttpClient.Version.HTTP_1_1)) {
            for (int client = 0; client < CLIENTS; client++) {
                try (SSLSocket socket = connect(proxy)) {
                    assertThat(ask(socket)).startsWith("HTTP/1.1 200");
                }
            }

            await().atMost(SOON).until(() -> proxy.metric(watching, "mastio_connections") == 0);
        }
    }

    @Test
    void answersWithoutABufferOutsideTheHeapForEachConnection() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(directory, Map.of())) {
            assertTakesNothingOutsideTheHeap(() -> {
                SSLSocket socket = connect(proxy);
                socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
                assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
                return socket;
            });
        }
    }

    @Test
    void answersByHttp2WithoutABufferOutsideTheHeapForEachConnection() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(directory, Map.of())) {
            int port = proxy.data("/health").build().uri().getPort();
            assertTakesNothingOutsideTheHeap(() -> {
                RawHttp2 client = new RawHttp2(port);
                client.send(frame(HEADERS, END_HEADERS | END_STREAM, 1, get("/health")));
                assertThat(client.reaction()).isEqualTo("another answer");
                return client;
            });
        }
    }

    private static void assertTakesNothingOutsideTheHeap(Callable<AutoCloseable> answered) throws Exception {
        List<AutoCloseable> open = new ArrayList<>();
        try {
            open.add(answered.call());
            long before = directBytes();
            for (int client = 0; client < CLIENTS; client++) {
                open.add(answered.call());
            }

            assertThat(directBytes() - before).isLessThan(CLIENTS / 2 * RECORD);
        } finally {
            for (AutoCloseable connection : open) connection.close();
        }
    }

    /** Now, without what nobody uses any more: a collection in between would hide as much that is new. */
    private static long directBytes() {
        System.gc();
        return DirectMemory.bytes();
    }

    private static SSLSocket connect(RunningProxy proxy) throws IOException {
        URI data = proxy.data("/health").build().uri();
        SSLSocket socket =
                (SSLSocket) Clients.trustingAnyone().getSocketFactory().createSocket(data.getHost(), data.getPort());
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
}
