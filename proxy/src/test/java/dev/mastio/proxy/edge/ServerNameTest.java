package dev.mastio.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.Clients;
import dev.mastio.proxy.config.Settings.TlsFiles;
import dev.mastio.proxy.edge.tls.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which certificate a client gets, with both engines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerNameTest {

    private final Map<String, TestEdge> edges = new HashMap<>();

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        TlsFiles byDefault = files(directory, "default", TestIdentity.make("EC", 11));
        TlsFiles one = files(directory, "one", TestIdentity.make("EC", 21, "a.example"));
        TlsFiles many = files(directory, "many", TestIdentity.make("RSA", 22, "*.b.example", "c.example"));
        TlsFiles late = files(directory, "late", TestIdentity.make("EC", 23, "c.example"));
        for (String engine : List.of("conscrypt", "jdk")) {
            edges.put(
                    engine,
                    TestEdge.start(
                            Files.createDirectory(directory.resolve(engine)),
                            Map.of(
                                    "MASTIO_TLS_ENGINE",
                                    engine,
                                    "MASTIO_TLS_CERT_FILE",
                                    byDefault.certificate().toString(),
                                    "MASTIO_TLS_KEY_FILE",
                                    byDefault.key().toString(),
                                    "MASTIO_TLS_MORE_FILES",
                                    pair(one) + ", " + pair(many) + "," + pair(late)),
                            List.of(),
                            List.of()));
        }
    }

    @AfterAll
    void stop() {
        edges.values().forEach(TestEdge::close);
    }

    @ParameterizedTest
    @CsvSource({
        "a.example, 21",
        "A.Example, 21",
        "x.b.example, 22",
        "b.example, 11",
        "y.x.b.example, 11",
        "c.example, 22",
        "elsewhere.example, 11",
        ", 11"
    })
    void presentsTheCertificateForTheNameThatTheClientAsksFor(@Nullable String name, int serial) throws Exception {
        for (TestEdge edge : edges.values()) {
            for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
                assertThat(presented(edge, name, protocol).getSerialNumber()).isEqualTo(serial);
            }
        }
    }

    private static X509Certificate presented(TestEdge edge, @Nullable String name, String protocol) throws IOException {
        try (SSLSocket client = (SSLSocket) Clients.trustingAnyone()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), edge.port())) {
            client.setSoTimeout(60_000);
            SSLParameters parameters = client.getSSLParameters();
            parameters.setProtocols(new String[] {protocol});
            parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
            client.setSSLParameters(parameters);
            client.startHandshake();
            return (X509Certificate) client.getSession().getPeerCertificates()[0];
        }
    }

    private static TlsFiles files(Path directory, String name, TestIdentity identity) throws Exception {
        return identity.write(Files.createDirectory(directory.resolve(name)));
    }

    private static String pair(TlsFiles files) {
        return files.certificate() + ":" + files.key();
    }
}
