package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

    private static final byte ALERT = 21;
    private static final byte FATAL = 2;
    private static final byte PROTOCOL_VERSION = 70;

    private RunningProxy proxy;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        proxy = RunningProxy.start(directory, Map.of());
    }

    @AfterAll
    void stop() {
        proxy.close();
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, TLS_AES_128_GCM_SHA256",
        "TLSv1.3, TLS_AES_256_GCM_SHA384",
        "TLSv1.3, TLS_CHACHA20_POLY1305_SHA256",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
    })
    void shakesHandsWithWhateverModernClientsOffer(String protocol, String suite) throws Exception {
        try (SSLSocket client = connect(protocol)) {
            client.setEnabledCipherSuites(new String[] {suite});
            client.startHandshake();

            assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(client.getSession().getCipherSuite()).isEqualTo(suite);
        }
    }

    @ParameterizedTest
    @CsvSource({"h2, h2", "http/1.1, http/1.1", "http/1.0, ''"})
    void agreesOnTheApplicationProtocol(String offered, String agreed) throws Exception {
        try (SSLSocket client = connect("TLSv1.3")) {
            SSLParameters parameters = client.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {offered});
            client.setSSLParameters(parameters);
            client.startHandshake();

            assertThat(client.getApplicationProtocol()).isEqualTo(agreed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"})
    void refusesCipherSuitesWithoutAuthenticatedEncryption(String suite) throws Exception {
        try (SSLSocket client = connect("TLSv1.2")) {
            client.setEnabledCipherSuites(new String[] {suite});

            assertThatThrownBy(client::startHandshake)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("Received fatal alert: handshake_failure");
        }
    }

    /** Byte by byte: no client here offers these. */
    @ParameterizedTest
    @CsvSource({"SSL 3.0, 0", "TLS 1.0, 1", "TLS 1.1, 2"})
    void refusesOlderVersions(String name, int minor) throws Exception {
        String random = "00".repeat(32);
        byte[] hello = HexFormat.of().parseHex("16030100330100002f030" + minor + random + "000008c02bc02fc009c0130100");
        try (Socket old = new Socket(InetAddress.getLoopbackAddress(), proxy.dataPort())) {
            old.setSoTimeout(60_000);
            old.getOutputStream().write(hello);

            assertThat(old.getInputStream().readAllBytes()).startsWith(ALERT).endsWith(FATAL, PROTOCOL_VERSION);
        }
    }

    @Test
    void refusesToShakeHandsASecondTime() throws Exception {
        try (SSLSocket client = connect("TLSv1.2")) {
            client.startHandshake();

            assertThatThrownBy(() -> shakeHandsAndRead(client)).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void hangsUpOnPlainHttp() throws Exception {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), proxy.dataPort())) {
            plain.setSoTimeout(60_000);
            plain.getOutputStream().write("GET /health HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .doesNotContain("HTTP");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 200",
        "'GET /health HTTP/1.0\r\n\r\n', 200",
        "'GET /health HTTP/1.1\r\n\r\n', 400",
        "'NONSENSE\r\n\r\n', 400",
        "'GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400"
    })
    void answersRawRequestsAndRefusesMalformedOnes(String request, int status) throws Exception {
        try (SSLSocket client = connect("TLSv1.3")) {
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .matches("(?s)HTTP/1\\.[01] " + status + " .*");
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (SSLSocket client = connect("TLSv1.3")) {
            String request = "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n";
            String pipelined = request.formatted("/healthz", "")
                    + request.formatted("/nothing", "")
                    + request.formatted("/health", "Connection: close\r\n");
            client.getOutputStream().write(pipelined.getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .containsSubsequence(
                            "200 OK", "{\"status\":\"ok\"}", "404 Not", "Found\"}", "200 OK", "\"version\"");
        }
    }

    private static int shakeHandsAndRead(SSLSocket client) throws IOException {
        client.startHandshake();
        return client.getInputStream().read();
    }

    private SSLSocket connect(String protocol) throws IOException {
        SSLSocket client = (SSLSocket) Clients.trustingAnyone()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), proxy.dataPort());
        client.setSoTimeout(60_000);
        client.setEnabledProtocols(new String[] {protocol});
        return client;
    }
}
