package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.edge.tls.TestAuthority;
import dev.mastio.proxy.edge.tls.TestAuthority.Holder;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server behind an edge is told of a request and of its client, and what the client is told of the answer. */
class ForwardedRequestTest {

    private final TestAuthority root = TestAuthority.root("root");
    private final Holder agent = root.intermediate("intermediate").client("acme::alice");
    private ServerBehind server;
    private RunningProxy edge;
    private final HttpClient nobody = Clients.speaking(HTTP_1_1);

    ForwardedRequestTest() throws Exception {}

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        Path authorities = Files.writeString(directory.resolve("org-ca.crt"), pem(root.certificate()));
        server = ServerBehind.answering(exchange -> {
            exchange.getResponseHeaders()
                    .put(new io.undertow.util.HttpString("X-Frame-Options"), "SAMEORIGIN")
                    .put(new io.undertow.util.HttpString("X-Request-Id"), "7")
                    .put(new io.undertow.util.HttpString("Keep-Alive"), "timeout=5");
            exchange.getResponseSender()
                    .send(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "?"
                            + exchange.getQueryString());
        });
        edge = RunningProxy.start(
                directory,
                Map.of("MASTIO_EDGE_UPSTREAM", server.url(), "MASTIO_CLIENT_CA_FILE", authorities.toString()));
    }

    @AfterEach
    void stop() {
        nobody.close();
        edge.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/egress/send", "/v1/auth/login-challenge", "/v1/llm/chat", "/v1/mcp"})
    void tellsWhoTheClientIsWhereItsCertificateCounts(String path) throws Exception {
        try (HttpClient alice = showing(agent)) {
            assertThat(RunningProxy.send(alice, edge.data(path)).statusCode()).isEqualTo(200);
        }

        Map<String, List<String>> head = server.lastHead();
        assertThat(head).containsEntry("x-ssl-client-verify", List.of("SUCCESS"));
        String escaped = head.getOrDefault("x-ssl-client-cert", List.of("")).getFirst();
        assertThat(escaped).matches("-----BEGIN%20CERTIFICATE-----%0A[A-Za-z0-9%]+%0A-----END%20CERTIFICATE-----%0A");
        assertThat(certificate(URLDecoder.decode(escaped, StandardCharsets.US_ASCII)))
                .isEqualTo(agent.chain().getFirst());
    }

    @Test
    void tellsNothingOfACertificateWhereItDoesNotCount() throws Exception {
        try (HttpClient alice = showing(agent)) {
            RunningProxy.send(alice, edge.data("/v1/ingress/execute"));
        }

        assertThat(server.lastHead()).doesNotContainKeys("x-ssl-client-cert", "x-ssl-client-verify");
    }

    @Test
    void saysThatThereIsNoneWhereNoneIsNeeded() throws Exception {
        RunningProxy.send(nobody, edge.data("/v1/llm/chat"));

        assertThat(server.lastHead())
                .doesNotContainKey("x-ssl-client-cert")
                .containsEntry("x-ssl-client-verify", List.of("NONE"));
    }

    @Test
    void refusesItselfWhereOneIsNeeded() throws Exception {
        HttpResponse<String> refused = RunningProxy.send(nobody, edge.data("/v1/egress/send"));
        HttpResponse<String> foreign;
        try (HttpClient mallory = showing(TestAuthority.root("root").client("acme::alice"))) {
            foreign = RunningProxy.send(mallory, edge.data("/v1/egress/send"));
        }

        assertThat(List.of(refused, foreign)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("content-type")).hasValue("text/html");
        });
        assertThat(server.requestsByConnection()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/egress/send", "/v1/llm/chat", "/v1/ingress/execute", "/proxy/login"})
    void neverPassesOnWhatClientsSayOfThemselves(String path) throws Exception {
        try (HttpClient alice = showing(agent)) {
            RunningProxy.send(
                    alice,
                    edge.data(path)
                            .header("X-SSL-Client-Cert", "untrue")
                            .header("X-SSL-Client-Verify", "untrue")
                            .header("X_SSL_CLIENT_CERT", "untrue")
                            .header("x-ssl_client-verify", "untrue")
                            .header("X-Forwarded-Client-Cert", "untrue")
                            .header("X-Cullis-Agent-Id", "untrue")
                            .header("X_Cullis_Agent_Id", "untrue")
                            .header("X-Real-IP", "6.6.6.6")
                            .header("X-Forwarded-For", "6.6.6.6")
                            .header("X_Forwarded_For", "6.6.6.6")
                            .header("X-Forwarded-Proto", "untrue")
                            .header("X-Forwarded-Host", "untrue")
                            .header("Forwarded", "for=6.6.6.6")
                            .header("X-Cullis-Session-Token", "kept")
                            .header("Cookie", "a=1"));
        }

        Map<String, List<String>> head = server.lastHead();
        assertThat(head.values().stream().flatMap(List::stream))
                .noneMatch(value -> value.contains("untrue") || value.contains("6.6.6.6"));
        assertThat(head)
                .containsEntry("host", List.of("127.0.0.1"))
                .containsEntry("x-real-ip", List.of("127.0.0.1"))
                .containsEntry("x-forwarded-for", List.of("127.0.0.1"))
                .containsEntry("x-forwarded-proto", List.of("https"))
                .containsEntry("x-cullis-session-token", List.of("kept"))
                .containsEntry("cookie", List.of("a=1"));
    }

    @Test
    void letsNoClientTakeAwayWhatWeSayOrSmuggleWhatIsBetweenNeighbours() throws Exception {
        String answer = raw("""
                GET /v1/llm/chat HTTP/1.1
                Host: mastio.example:9443
                Connection: close
                Connection: X-SSL-Client-Verify, X-Secret
                X-Secret: for the edge alone
                TE: trailers
                Proxy-Authorization: Basic eA==
                Upgrade: h2c
                HTTP2-Settings: AAMAAABkAAQAAP__

                """);

        assertThat(answer).startsWith("HTTP/1.1 200");
        Map<String, List<String>> head = server.lastHead();
        assertThat(head)
                .containsEntry("host", List.of("mastio.example"))
                .containsEntry("x-ssl-client-verify", List.of("NONE"))
                .doesNotContainKeys("x-secret", "te", "upgrade", "http2-settings", "proxy-authorization", "connection");
    }

    @Test
    void passesOnTheTargetAsItWasSaid() throws Exception {
        assertThat(RunningProxy.send(nobody, edge.data("/v1/x%20y/%E2%82%AC;v=1?q=a+b%26&r"))
                        .body())
                .isEqualTo("GET /v1/x%20y/%E2%82%AC;v=1?q=a+b%26&r");
    }

    @Test
    void passesOnAnswersWithoutWhatIsBetweenNeighbours() throws Exception {
        HttpResponse<String> answer = RunningProxy.send(nobody, edge.data("/health"));

        assertThat(answer.headers().firstValue("keep-alive")).isEmpty();
        assertThat(answer.headers().firstValue("x-request-id")).hasValue("7");
        assertThat(answer.headers().allValues("x-frame-options")).containsExactly("SAMEORIGIN");
        assertThat(answer.headers().allValues("strict-transport-security"))
                .containsExactly("max-age=31536000; includeSubDomains");
        assertThat(answer.headers().firstValue("x-cullis-mode")).isEmpty();
    }

    @Test
    void knowsTheSamePathsAsTheOriginalsEdge() throws Exception {
        HttpResponse<String> start = RunningProxy.send(nobody, edge.data("/"));

        assertThat(start.statusCode()).isEqualTo(302);
        assertThat(start.headers().firstValue("location")).hasValue("/proxy/login");
        assertThat(RunningProxy.send(nobody, edge.data("/metrics")).statusCode())
                .isEqualTo(404);
        assertThat(server.requestsByConnection()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT"})
    void passesOnNoMethodThatIsForEdges(String method) throws Exception {
        String answer = raw(method + " /v1/x HTTP/1.1\nHost: localhost\nConnection: close\n\n");

        assertThat(answer).startsWith("HTTP/1.1 4");
        assertThat(server.requestsByConnection()).isEmpty();
    }

    private String raw(String request) throws Exception {
        try (SSLSocket socket = (SSLSocket) Clients.trustingAnyone()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), edge.dataPort())) {
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static HttpClient showing(Holder holder) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(Clients.showing(holder.keyManagers()))
                .build();
    }

    private static String pem(Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static Certificate certificate(String pem) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
