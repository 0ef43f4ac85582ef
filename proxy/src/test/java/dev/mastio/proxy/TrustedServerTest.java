package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy without certificate files, as clients see it that trust an organisation. */
class TrustedServerTest {

    private static final String ADMIN_SECRET = "an-admin-secret-of-more-than-32-letters";

    @TempDir
    private Path directory;

    private final HttpClient client = Clients.speaking(HttpClient.Version.HTTP_1_1);

    @Test
    void whoTrustsTheOrganisationTrustsTheServerAlsoAfterARotation() throws Exception {
        try (RunningProxy proxy = RunningProxy.start(directory, Map.of("MCP_PROXY_ADMIN_SECRET", ADMIN_SECRET))) {
            proxy.awaitReady(client);
            List<X509Certificate> anchors = caFile(proxy);
            try (SSLSocket early = connect(proxy, anchors)) {
                var rotated = RunningProxy.send(
                        client,
                        proxy.data("/v1/admin/mastio-ca/rotate")
                                .header("X-Admin-Secret", ADMIN_SECRET)
                                .POST(BodyPublishers.noBody()));
                assertThat(rotated.statusCode()).isEqualTo(200);

                try (SSLSocket late = connect(proxy, anchors.subList(0, 1))) {
                    assertThat(leaf(late)).isNotEqualTo(leaf(early));
                    assertThat(health(late)).startsWith("HTTP/1.1 200 ");
                }
                assertThat(health(early)).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void anEdgeHasNoOrganisationThatCouldIssueACertificate() throws Exception {
        List<X509Certificate> anchors;
        try (RunningProxy proxy = RunningProxy.start(directory, Map.of())) {
            proxy.awaitReady(client);
            anchors = caFile(proxy);
        }
        try (ServerBehind server = ServerBehind.answering(exchange -> {});
                RunningProxy edge = RunningProxy.start(
                        directory, Map.of("MASTIO_EDGE_UPSTREAM", "http://127.0.0.1:" + server.port()))) {
            assertThatThrownBy(() -> connect(edge, anchors).close()).isInstanceOf(SSLHandshakeException.class);
        }
    }

    private List<X509Certificate> caFile(RunningProxy proxy) throws Exception {
        return Clients.certificates(
                RunningProxy.send(client, proxy.data("/pki/ca.crt")).body());
    }

    private static SSLSocket connect(RunningProxy proxy, List<X509Certificate> anchors) throws IOException {
        SSLSocket socket = (SSLSocket) Clients.trusting(anchors)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), proxy.dataPort());
        socket.setSoTimeout(60_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static X509Certificate leaf(SSLSocket socket) throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private static String health(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
