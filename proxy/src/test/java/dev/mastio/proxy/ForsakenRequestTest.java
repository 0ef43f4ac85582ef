package dev.mastio.proxy;

import static dev.mastio.proxy.RawHttp2.DATA;
import static dev.mastio.proxy.RawHttp2.END_HEADERS;
import static dev.mastio.proxy.RawHttp2.END_STREAM;
import static dev.mastio.proxy.RawHttp2.HEADERS;
import static dev.mastio.proxy.RawHttp2.NONE;
import static dev.mastio.proxy.RawHttp2.RST_STREAM;
import static dev.mastio.proxy.RawHttp2.bytes;
import static dev.mastio.proxy.RawHttp2.frame;
import static dev.mastio.proxy.RawHttp2.get;
import static dev.mastio.proxy.RawHttp2.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.RawServer.Behaviour;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of an edge that leave without their answer: neither a connection to the server behind nor a place is kept for them. */
class ForsakenRequestTest {

    /** Less than the ten seconds for which Undertow's client waits before it closes a connection. */
    private static final Duration PROMPTLY = Duration.ofSeconds(8);

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String PATH = "/v1/ingress/execute";
    private static final String GET = "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String POST = "POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody";
    private static final String CHUNKED =
            "POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n";
    private static final Behaviour SILENT = (_, _) -> true;

    @TempDir
    private Path directory;

    private @Nullable RawServer server;
    private @Nullable RunningProxy edge;

    /** How HTTP/1.1 clients leave. */
    enum Leaving {
        CLOSES {
            @Override
            void leave(Socket plain, SSLSocket socket) throws IOException {
                socket.close();
            }
        },
        CLOSES_WITHOUT_A_WORD {
            @Override
            void leave(Socket plain, SSLSocket socket) throws IOException {
                plain.close();
            }
        },
        RESETS {
            @Override
            void leave(Socket plain, SSLSocket socket) throws IOException {
                plain.setSoLinger(true, 0);
                plain.close();
            }
        },
        SAYS_NO_MORE {
            @Override
            void leave(Socket plain, SSLSocket socket) throws IOException {
                socket.shutdownOutput();
            }
        };

        abstract void leave(Socket plain, SSLSocket socket) throws IOException;
    }

    @AfterEach
    void stop() throws IOException {
        if (edge != null) {
            edge.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void areGivenUpWhenTheirConnectionEnds(Leaving way) throws Exception {
        start(SILENT);
        for (String request : new String[] {GET, POST, CHUNKED}) {
            try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), edge().dataPort());
                    SSLSocket client = tls(plain)) {
                int before = server().requests();
                write(client, request);
                await().atMost(PROMPTLY).until(() -> server().requests() == before + 1);

                way.leave(plain, client);

                await().atMost(PROMPTLY).until(() -> server().open() == 0);
            }
        }
        assertThatTheNextOneGetsThePlace();
    }

    @Test
    void areGivenUpInTheMiddleOfAnAnswer() throws Exception {
        start((_, out) -> {
            RawServer.send(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
            return true;
        });
        try (SSLSocket client = tls()) {
            write(client, GET);
            assertThat(reader(client).readLine()).startsWith("HTTP/1.1 200");
        }

        await().atMost(PROMPTLY).until(() -> server().open() == 0);
        assertThatTheNextOneGetsThePlace();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areGivenUpWhenTheirStreamIsReset(boolean withBody) throws Exception {
        start(SILENT);
        try (RawHttp2 client = new RawHttp2(edge().dataPort())) {
            if (withBody) {
                client.send(frame(HEADERS, END_HEADERS, 1, post(PATH)), frame(DATA, END_STREAM, 1, bytes('{', '}')));
            } else {
                client.send(frame(HEADERS, END_HEADERS | END_STREAM, 1, get(PATH)));
            }
            await().atMost(PROMPTLY).until(() -> server().requests() == 1);

            client.send(frame(RST_STREAM, NONE, 1, bytes(0, 0, 0, 8)));

            await().atMost(PROMPTLY).until(() -> server().open() == 0);
            client.ping();
        }
        assertThatTheNextOneGetsThePlace();
    }

    @Test
    void areGivenUpWhenTheConnectionOfTheirStreamEnds() throws Exception {
        start(SILENT);
        try (RawHttp2 client = new RawHttp2(edge().dataPort())) {
            client.send(frame(HEADERS, END_HEADERS | END_STREAM, 1, get(PATH)));
            await().atMost(PROMPTLY).until(() -> server().requests() == 1);
        }

        await().atMost(PROMPTLY).until(() -> server().open() == 0);
        assertThatTheNextOneGetsThePlace();
    }

    /** What they sent ahead would be their next request. */
    @ParameterizedTest
    @ValueSource(ints = {0, 16 << 10, 64 << 10})
    void areGivenUpAlsoAfterSendingMore(int ahead) throws Exception {
        start(SILENT, Map.of("MASTIO_EDGE_TIMEOUT_SECONDS", "3"));
        try (SSLSocket client = tls()) {
            write(client, GET);
            await().atMost(PROMPTLY).until(() -> server().requests() == 1);
            write(client, POST.repeat(1 + ahead / POST.length()));
        }

        await().atMost(PROMPTLY.multipliedBy(2)).until(() -> server().open() == 0);
        assertThatTheNextOneGetsThePlace();
        assertThat(server().requests()).isEqualTo(2);
    }

    /** Together, in two pieces, and after what the edge keeps of what is sent ahead: a head of 40 KiB. */
    @Test
    void areNotGivenUpForMoreThatIsSentBeforeTheAnswer() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        start((_, out) -> {
            awaitRelease(release);
            RawServer.send(out, OK);
            return true;
        });
        String long40 = GET.replace("\r\n\r\n", "\r\nX-Long: " + "x".repeat(40 << 10) + "\r\n\r\n");
        try (SSLSocket client = tls()) {
            write(client, GET + POST + GET.substring(0, 10));
            await().atMost(PROMPTLY).until(() -> server().requests() == 1);
            write(client, GET.substring(10) + long40);
            release.countDown();

            BufferedReader in = reader(client);
            for (int i = 0; i < 4; i++) {
                assertThat(in.readLine()).startsWith("HTTP/1.1 200");
                String line = in.readLine();
                while (!line.isEmpty()) {
                    line = in.readLine();
                }
                assertThat(in.read()).isEqualTo('o');
                assertThat(in.read()).isEqualTo('k');
            }
        }
    }

    private static void awaitRelease(CountDownLatch release) throws IOException {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** There is one; who comes before it is free is refused, and comes again. */
    private void assertThatTheNextOneGetsThePlace() throws Exception {
        int before = server().requests();
        try (HttpClient client = Clients.speaking(Version.HTTP_1_1)) {
            AtomicReference<CompletableFuture<?>> sent = new AtomicReference<>(CompletableFuture.completedFuture(null));
            await().atMost(PROMPTLY).until(() -> {
                if (sent.get().isDone()) {
                    sent.set(client.sendAsync(edge().data(PATH).build(), BodyHandlers.discarding()));
                }
                return server().requests() == before + 1;
            });
            client.shutdownNow();
        }
    }

    private void start(Behaviour behaviour) throws Exception {
        start(behaviour, Map.of());
    }

    private void start(Behaviour behaviour, Map<String, String> variables) throws Exception {
        RawServer started = new RawServer(behaviour);
        server = started;
        Map<String, String> all = new HashMap<>(variables);
        all.put("MASTIO_EDGE_UPSTREAM", started.url());
        all.put("MASTIO_MAX_CONCURRENT_REQUESTS", "1");
        edge = RunningProxy.start(directory, all);
    }

    private RawServer server() {
        return requireNonNull(server);
    }

    private RunningProxy edge() {
        return requireNonNull(edge);
    }

    private SSLSocket tls() throws IOException {
        return tls(new Socket(InetAddress.getLoopbackAddress(), edge().dataPort()));
    }

    private SSLSocket tls(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket)
                Clients.trustingAnyone().getSocketFactory().createSocket(plain, "localhost", edge().dataPort(), true);
        socket.setSoTimeout((int) PROMPTLY.toMillis());
        return socket;
    }

    private static void write(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static BufferedReader reader(SSLSocket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }
}
