package dev.mastio.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that no honest client sends, byte by byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestTest {

    private static final String HOST = "Host: localhost\r\n";
    private static final String POST = "POST /v1/auth/token HTTP/1.1\r\n" + HOST;
    private static final String CHUNKS = "0\r\n\r\n";
    private static final String CLOSE = "Connection: close\r\n\r\n";
    /** What must not be taken for a request of its own. */
    private static final String SMUGGLED = "GET /healthz HTTP/1.1\r\n" + HOST + CLOSE;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    private RunningProxy proxy;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        proxy = RunningProxy.start(directory, Map.of());
    }

    @AfterAll
    void stop() {
        proxy.close();
    }

    /** So that nobody before us and we disagree on where a request ends. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("lengthsInDoubt")
    void answersOnceAndHangsUpWhereTheEndOfARequestIsInDoubt(String attack, String framing) throws Exception {
        assertThat(statuses(POST + framing + SMUGGLED)).isEqualTo("400");
    }

    static Stream<Arguments> lengthsInDoubt() {
        return Stream.of(
                attack("length and chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS),
                attack("two lengths", "Content-Length: 0\r\nContent-Length: 5\r\n\r\n"),
                attack("one length twice", "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"),
                attack("a list of lengths", "Content-Length: 0, 5\r\n\r\n"),
                attack("a length with a sign", "Content-Length: +2\r\n\r\n{}"),
                attack("a length below zero", "Content-Length: -1\r\n\r\n"),
                attack("a length in hexadecimal", "Content-Length: 0x2\r\n\r\n{}"),
                attack("no length", "Content-Length: \r\n\r\n"),
                attack("a length of 2^63", "Content-Length: 9223372036854775808\r\n\r\n"),
                attack("a length of 2^64", "Content-Length: 18446744073709551616\r\n\r\n"),
                attack("a length of 2^64 and 2", "Content-Length: 18446744073709551618\r\n\r\n{}"),
                attack("a coding that codes nothing", "Transfer-Encoding: identity\r\n\r\n"),
                attack("chunks of what is compressed", "Transfer-Encoding: gzip, chunked\r\n\r\n" + CHUNKS),
                attack("chunks, then nothing", "Transfer-Encoding: chunked, identity\r\n\r\n" + CHUNKS),
                attack("a coding nobody knows", "Transfer-Encoding: xchunked\r\n\r\n" + CHUNKS),
                attack("two codings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + CHUNKS),
                attack("a space before the colon", "Transfer-Encoding : chunked\r\n\r\n" + CHUNKS),
                attack("a vertical tab", "Transfer-Encoding: \u000bchunked\r\n\r\n" + CHUNKS));
    }

    /** The path is public and meant for probes, which does not make it harmless. */
    @ParameterizedTest
    @MethodSource("lengthsInDoubt")
    void doesSoOnPathsWithoutLimitsToo(String attack, String framing) throws Exception {
        assertThat(statuses(POST.replace("/v1/auth/token", "/healthz") + framing + SMUGGLED))
                .isEqualTo("400");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "of no number, zz",
        "below zero, -1",
        "beyond 64 bits, FFFFFFFFFFFFFFFFF",
        "that wraps to two, 10000000000000002"
    })
    void hangsUpOnAChunk(String attack, String size) throws Exception {
        assertThat(statuses(POST + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n{}\r\n" + CHUNKS + SMUGGLED))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedHeads")
    void refuses(String attack, String request) throws Exception {
        assertThat(statuses(request)).isEqualTo("400");
    }

    static Stream<Arguments> malformedHeads() {
        String get = "GET /healthz HTTP/1.1\r\n";
        return Stream.of(
                attack("lines that end with LF alone", "GET /healthz HTTP/1.1\nHost: localhost\nConnection: close\n\n"),
                attack("HTTP/0.9", "GET /healthz\r\n\r\n"),
                attack("no host", get + "\r\n"),
                attack("two hosts", get + "Host: a\r\nHost: b\r\n" + CLOSE),
                attack("a host with a path", get + "Host: a/b\r\n" + CLOSE),
                attack("a host with a user", get + "Host: u@a\r\n" + CLOSE),
                attack("a host whose port is none", get + "Host: a:b\r\n" + CLOSE),
                attack("another host in the first line", "GET https://other/healthz HTTP/1.1\r\n" + HOST + CLOSE),
                attack("a null in a field", get + HOST + "X-A: a\u0000b\r\n" + CLOSE),
                attack("a null in the path", "GET /heal\u0000thz HTTP/1.1\r\n" + HOST + CLOSE),
                attack("eight bits in the path", "GET /\u00ff HTTP/1.1\r\n" + HOST + CLOSE),
                attack("an escape that is none", "GET /healthz%zz HTTP/1.1\r\n" + HOST + CLOSE),
                attack("a backslash in the path", "GET \\healthz HTTP/1.1\r\n" + HOST + CLOSE),
                attack("a fragment", "GET /healthz#x HTTP/1.1\r\n" + HOST + CLOSE),
                attack("a field without a colon", get + HOST + "nonsense\r\n" + CLOSE),
                attack("a space in a name", get + HOST + "X Y: 1\r\n" + CLOSE),
                attack("a first line that goes on", get + " X: 1\r\n" + HOST + CLOSE),
                attack("a method of 10,000 letters", "A".repeat(10_000) + " /healthz HTTP/1.1\r\n" + HOST + CLOSE),
                attack("a field of 70 KiB", get + HOST + "X-A: " + "a".repeat(70 << 10) + "\r\n" + CLOSE),
                attack("a path of 70 KiB", "GET /" + "a".repeat(70 << 10) + " HTTP/1.1\r\n" + HOST + CLOSE),
                attack("300 fields", get + HOST + "X-A: 1\r\n".repeat(300) + CLOSE),
                attack("1,500 parameters", "GET /healthz?" + "a=1&".repeat(1_500) + " HTTP/1.1\r\n" + HOST + CLOSE));
    }

    /** However the way to it is written, and whatever the client says of itself. */
    @ParameterizedTest
    @CsvSource({
        "/v1/auth/login-challenge, 401",
        "/v1/auth/%6cogin-challenge, 401",
        "/v1/auth/login-challenge;x=1, 401",
        "/v1/auth;x/login-challenge, 401",
        "/v1/auth/login-challenge?x, 401",
        "/v1/auth/login-challenge/, 404",
        "/v1/auth/./login-challenge, 404",
        "/v1/auth/x/../login-challenge, 404",
        "/healthz/../v1/auth/login-challenge, 404",
        "//v1/auth/login-challenge, 404",
        "/v1//auth/login-challenge, 404",
        "/v1/auth%2flogin-challenge, 404",
        "/v1/auth/login-challenge%00, 404",
        "/v1/auth/login-challenge%20, 404",
        "/V1/auth/login-challenge, 404"
    })
    void letsNobodyWithoutACertificateWhereOneIsNeeded(String path, String status) throws Exception {
        String claims = String.join(
                "\r\n",
                "X-SSL-Client-Verify: SUCCESS",
                "X_SSL_CLIENT_VERIFY: SUCCESS",
                "X-SSL-Client-Cert: -----BEGIN%20CERTIFICATE-----%0AMIIB%0A-----END%20CERTIFICATE-----%0A",
                "X-Forwarded-Client-Cert: Subject=\"CN=acme::alice\"",
                "");

        assertThat(statuses("POST " + path + " HTTP/1.1\r\n" + HOST + claims + "Content-Length: 0\r\n" + CLOSE))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /metrics, 404",
        "GET, /%6detrics, 404",
        "POST, /collect, 404",
        "GET, /v1/admin/agents;x, 403",
        "GET, /v1/admin/%61gents, 403",
        "TRACE, /healthz, 405",
        "CONNECT, localhost:443, 404",
        "OPTIONS, *, 404",
        "get, /v1/admin/agents, 405"
    })
    void givesAwayNothingByAnotherMethodOrSpelling(String method, String path, String status) throws Exception {
        assertThat(statuses(method + " " + path + " HTTP/1.1\r\n" + HOST + "X-Admin-Secret: guessed\r\n" + CLOSE))
                .isEqualTo(status);
    }

    private static Arguments attack(String name, String request) {
        return Arguments.of(name, request);
    }

    /** Of all answers until the proxy hangs up, one after the other. */
    private String statuses(String request) throws IOException {
        try (SSLSocket client = (SSLSocket) Clients.trustingAnyone()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), proxy.dataPort())) {
            client.setSoTimeout(60_000);
            client.getOutputStream().write(request.getBytes(ISO_8859_1));
            String answers = new String(client.getInputStream().readAllBytes(), ISO_8859_1);
            return STATUS.matcher(answers)
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.joining());
        }
    }
}
