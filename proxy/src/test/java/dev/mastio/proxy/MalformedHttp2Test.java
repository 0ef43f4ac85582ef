package dev.mastio.proxy;

import static dev.mastio.proxy.RawHttp2.CONTINUATION;
import static dev.mastio.proxy.RawHttp2.DATA;
import static dev.mastio.proxy.RawHttp2.END_HEADERS;
import static dev.mastio.proxy.RawHttp2.END_STREAM;
import static dev.mastio.proxy.RawHttp2.HEADERS;
import static dev.mastio.proxy.RawHttp2.NONE;
import static dev.mastio.proxy.RawHttp2.PING;
import static dev.mastio.proxy.RawHttp2.RST_STREAM;
import static dev.mastio.proxy.RawHttp2.SETTINGS;
import static dev.mastio.proxy.RawHttp2.WINDOW_UPDATE;
import static dev.mastio.proxy.RawHttp2.authority;
import static dev.mastio.proxy.RawHttp2.bytes;
import static dev.mastio.proxy.RawHttp2.field;
import static dev.mastio.proxy.RawHttp2.frame;
import static dev.mastio.proxy.RawHttp2.get;
import static dev.mastio.proxy.RawHttp2.joined;
import static dev.mastio.proxy.RawHttp2.post;
import static java.net.http.HttpClient.Version.HTTP_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP/2 that no honest client speaks, frame by frame: none of it reaches a server behind, and nobody else notices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedHttp2Test {

    private static final String HOSTILE = "/v1/llm/hostile";
    private static final String HONEST = "/v1/llm/honest";
    private static final int WHOLE = END_HEADERS | END_STREAM;
    /** What the server behind must not take for a request of its own. */
    private static final String SECOND_REQUEST =
            "1\r\n\r\nPOST /v1/egress/smuggled HTTP/1.1\r\nHost: localhost\r\nX-SSL-Client-Verify: SUCCESS\r\n\r\n";

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Queue<String> arrived = new ConcurrentLinkedQueue<>();
    private ServerBehind server;
    private RunningProxy edge;
    private RunningProxy proxy;
    private HttpClient honest;

    @BeforeAll
    void start(@TempDir Path forEdge, @TempDir Path forProxy) throws Exception {
        server = ServerBehind.answering(exchange -> {
            arrived.add(exchange.getRequestPath());
            exchange.getResponseSender().send("{}");
        });
        edge = RunningProxy.start(forEdge, Map.of("MASTIO_EDGE_UPSTREAM", server.url()));
        proxy = RunningProxy.start(forProxy, Map.of());
        honest = Clients.speaking(HTTP_2);
    }

    @AfterAll
    void stop() {
        honest.close();
        proxy.close();
        edge.close();
        server.close();
    }

    @BeforeEach
    void forget() {
        arrived.clear();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"heads", "bodies", "frames"})
    void getsNoFurther(String attack, String reaction, byte[] sent) throws Exception {
        try (RawHttp2 client = new RawHttp2(edge.dataPort())) {
            client.send(sent);

            assertThat(client.reaction()).isEqualTo(reaction);
            assertThat(RunningProxy.send(honest, edge.data(HONEST)).statusCode())
                    .isEqualTo(200);
        }

        assertThat(arrived).containsExactly(HONEST);
        await().atMost(Duration.ofSeconds(20)).pollInterval(LOOK).until(new NobodySpins()::isSo);
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                attack("a second request in a value", "400", head(field("x-a", SECOND_REQUEST))),
                attack("CR in a value", "400", head(field("x-a", "1\r2"))),
                attack("LF in a value", "400", head(field("x-a", "1\n2"))),
                attack("NUL in a value", "400", head(field("x-a", "1\u00002"))),
                attack("DEL in a value", "400", head(field("x-a", "1\u007f2"))),
                attack("a field in a name", "400", head(field("x-real-ip:6.6.6.6", ""))),
                attack("CR and LF in a name", "closed", head(field("x-a\r\nx-b", "1"))),
                attack("CR and LF in the path", "reset", request(get(HOSTILE + " HTTP/1.1\r\nX-A: 1"))),
                attack("CR and LF in :authority", "reset", request(target(authority("localhost\r\nX-A: 1")))),
                attack("CR and LF in :method", "reset", request(method("GET / HTTP/1.1\r\nX-A: 1\r\n\r\nGET"))),
                attack("a name with capitals", "reset", head(field("X-A", "1"))),
                attack("an empty name", "closed", head(field("", "1"))),
                attack("no :authority", "reset", request(target())),
                attack("two :authority", "reset", head(authority("localhost"))),
                attack("another host than :authority", "reset", head(field("host", "other"))),
                attack("two :path", "reset", request(get(HOSTILE), field(":path", HOSTILE))),
                attack("no :method", "reset", request(method(null))),
                attack("a pseudo field nobody knows", "reset", request(get(HOSTILE), field(":verify", "1"))),
                attack("a pseudo field after a field", "closed", head(field("x-a", "1"), field(":path", HOSTILE))),
                attack("connection", "reset", head(field("connection", "x-a"))),
                attack("transfer-encoding", "closed", head(field("transfer-encoding", "chunked"))),
                attack("300 fields", "closed", head(repeated(300, i -> field("x-" + i, "1")))),
                attack("fields of 70 KiB", "closed", head(repeated(70, _ -> field("x-a", "a".repeat(1 << 10))))),
                attack("an index of no field", "closed", head(bytes(0xff, 0x7f))),
                attack("an index beyond 32 bits", "closed", head(bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f))),
                attack("a name of an index of no field", "closed", head(bytes(0x0f, 0x7f, 1, '1'))),
                attack("a value that is cut off", "closed", head(bytes(0, 1, 'x', 9, '1'))));
    }

    static Stream<Arguments> bodies() {
        byte[] opened = frame(HEADERS, END_HEADERS, 1, post(HOSTILE));
        return Stream.of(
                attack("a length that is none", "reset", head(field("content-length", "x"))),
                attack("a length with a sign", "reset", head(field("content-length", "+0"))),
                attack("a length beyond 64 bits", "reset", head(field("content-length", "9".repeat(30)))),
                attack("two lengths", "reset", head(field("content-length", "0"), field("content-length", "1"))),
                attack("a length and no body", "reset", head(field("content-length", "5"))),
                attack("less than the length", "reset", body(field("content-length", "5"))),
                attack("more than the length", "reset", body(field("content-length", "1"))),
                attack("body on no stream", "closed", frame(DATA, END_STREAM, 0, bytes(1))),
                attack("body on a stream not begun", "closed", frame(DATA, END_STREAM, 1, bytes(1))),
                attack("more padding than body", "closed", joined(opened, frame(DATA, 8, 1, bytes(9, 1)))),
                attack(
                        "a second head in the middle",
                        "closed",
                        joined(opened, frame(HEADERS, END_HEADERS, 1, field("x-a", "1")))));
    }

    static Stream<Arguments> frames() {
        byte[] opened = frame(HEADERS, END_HEADERS, 1, post(HOSTILE));
        byte[] most = bytes(0x7f, 0xff, 0xff, 0xff);
        return Stream.of(
                attack("SETTINGS ack with content", "closed", frame(SETTINGS, END_STREAM, 0, new byte[6])),
                attack("SETTINGS of odd length", "closed", frame(SETTINGS, NONE, 0, new byte[5])),
                attack("SETTINGS of a stream", "closed", frame(SETTINGS, NONE, 1)),
                attack("WINDOW_UPDATE by 0", "closed", frame(WINDOW_UPDATE, NONE, 0, new byte[4])),
                attack(
                        "WINDOW_UPDATE by 0 of a stream",
                        "reset",
                        joined(opened, frame(WINDOW_UPDATE, NONE, 1, new byte[4]))),
                attack("a window beyond 2^31", "closed", frame(WINDOW_UPDATE, NONE, 0, most)),
                attack("a stream's window beyond 2^31", "reset", joined(opened, frame(WINDOW_UPDATE, NONE, 1, most))),
                attack("an initial window beyond 2^31", "closed", frame(SETTINGS, NONE, 0, bytes(0, 4, 255, 0, 0, 0))),
                attack("PING of 7 bytes", "closed", frame(PING, NONE, 0, new byte[7])),
                attack("a frame of 20 KiB", "closed", frame(PING, NONE, 0, new byte[20 << 10])),
                attack("DATA of 20 KiB", "closed", joined(opened, frame(DATA, NONE, 1, new byte[20 << 10]))),
                attack("CONTINUATION of nothing", "closed", frame(CONTINUATION, END_HEADERS, 1, field("x-a", "1"))),
                attack(
                        "another frame within a head",
                        "closed",
                        joined(frame(HEADERS, END_STREAM, 1, get(HOSTILE)), frame(PING, NONE, 0, new byte[8]))),
                attack("a stream of an even number", "closed", frame(HEADERS, WHOLE, 2, get(HOSTILE))),
                attack("a head on no stream", "closed", frame(HEADERS, WHOLE, 0, get(HOSTILE))));
    }

    @Test
    void hangsUpOnAClientThatResetsAllTheTime() throws Exception {
        try (RawHttp2 client = new RawHttp2(edge.dataPort())) {
            client.send(frame(HEADERS, END_HEADERS, 1, post(HOSTILE)));
            client.send(repeated(300, _ -> frame(RST_STREAM, NONE, 1, new byte[4])));

            client.awaitEnd();
        }

        honestRequest();
        assertThat(arrived).containsExactly(HONEST);
    }

    /** Undertow gives a head to its handler when the first frame of it is there, and puts what follows into it. */
    @Test
    void looksAtAHeadOnlyWhenAllOfItIsThere() throws Exception {
        try (RawHttp2 client = new RawHttp2(edge.dataPort())) {
            client.send(frame(HEADERS, NONE, 1, post(HOSTILE)));
            honestRequest();
            client.send(frame(CONTINUATION, END_HEADERS, 1, field("x-a", SECOND_REQUEST)));

            assertThat(client.reaction()).isEqualTo("400");
        }

        assertThat(arrived).containsExactly(HONEST);
    }

    /** Undertow puts them among the fields of the head, which somebody has judged by then. */
    @Test
    void takesNoFieldsThatComeAfterTheBody() throws Exception {
        try (RawHttp2 client = new RawHttp2(edge.dataPort())) {
            client.send(frame(HEADERS, END_HEADERS, 1, post(HOSTILE)), frame(DATA, NONE, 1, bytes('{', '}')));
            client.ping();
            client.send(frame(HEADERS, WHOLE, 1, field("x-late", "1"), field("x-late", SECOND_REQUEST)));

            assertThat(client.reaction()).isEqualTo("another answer");
        }

        assertThat(arrived).containsExactly(HOSTILE);
        assertThat(server.lastHead()).doesNotContainKey("x-late");
    }

    /** Also where nobody stands behind, and nothing limits requests. */
    @Test
    void refusesSuchAValueItself() throws Exception {
        try (RawHttp2 client = new RawHttp2(proxy.dataPort())) {
            client.send(request(get("/healthz"), field("x-a", SECOND_REQUEST)));

            assertThat(client.reaction()).isEqualTo("400");
        }
    }

    private void honestRequest() throws Exception {
        assertThat(RunningProxy.send(honest, edge.data(HONEST)).statusCode()).isEqualTo(200);
    }

    private static Arguments attack(String name, String reaction, byte[] sent) {
        return Arguments.of(name, reaction, sent);
    }

    private static byte[] request(byte[]... fields) {
        byte[] head = joined(fields);
        int first = Math.min(head.length, 16 << 10);
        byte[] sent = frame(HEADERS, first == head.length ? WHOLE : END_STREAM, 1, Arrays.copyOfRange(head, 0, first));
        for (int at = first; at < head.length; at += 16 << 10) {
            int end = Math.min(head.length, at + (16 << 10));
            int flags = end == head.length ? END_HEADERS : NONE;
            sent = joined(sent, frame(CONTINUATION, flags, 1, Arrays.copyOfRange(head, at, end)));
        }
        return sent;
    }

    /** A request that would be a good one but for these fields. */
    private static byte[] head(byte[]... fields) {
        return request(get(HOSTILE), joined(fields));
    }

    private static byte[] target(byte[]... authority) {
        return joined(field(":method", "GET"), field(":scheme", "https"), field(":path", HOSTILE), joined(authority));
    }

    private static byte[] method(@Nullable String method) {
        return joined(
                method == null ? new byte[0] : field(":method", method),
                field(":scheme", "https"),
                field(":path", HOSTILE),
                authority("localhost"));
    }

    /** With a body of three bytes. */
    private static byte[] body(byte[] length) {
        return joined(
                frame(HEADERS, END_HEADERS, 1, post(HOSTILE), length), frame(DATA, END_STREAM, 1, bytes(1, 2, 3)));
    }

    private static byte[] repeated(int times, IntFunction<byte[]> part) {
        return joined(IntStream.range(0, times).mapToObj(part).toArray(byte[][]::new));
    }

    /** Whether the threads that serve connections used little of the time since they were looked at before. */
    private static final class NobodySpins {

        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private long usedBefore = used();
        private long before = System.nanoTime();

        /** Since the last look, which may be longer ago on a busy machine. */
        boolean isSo() {
            long usedNow = used();
            long now = System.nanoTime();
            boolean idle = usedNow - usedBefore < (now - before) / 4;
            usedBefore = usedNow;
            before = now;
            return idle;
        }

        private long used() {
            return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                    .filter(thread -> thread != null && thread.getThreadName().startsWith("edge I/O"))
                    .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
                    .sum();
        }
    }
}
