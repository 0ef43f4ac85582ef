package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.config.Settings.TlsFiles;
import dev.mastio.proxy.edge.tls.TestIdentity;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection that is open while the server's certificate is replaced. */
class OpenConnectionTest {

    private static final String ANY = "/v1/auth/token";

    @TempDir
    private Path directory;

    @Test
    void goesOnWhileNewOnesGetTheNewCertificate() throws Exception {
        TlsFiles files = TestIdentity.make("EC", 11).write(directory);
        try (RunningProxy proxy = RunningProxy.start(
                        directory,
                        Map.of(
                                "MASTIO_TLS_CERT_FILE",
                                files.certificate().toString(),
                                "MASTIO_TLS_KEY_FILE",
                                files.key().toString()));
                OneConnection open = new OneConnection(proxy.dataPort())) {
            int status = open.post(ANY);
            assertThat(serialOf(proxy)).isEqualTo(11);

            TestIdentity.make("RSA", 12).write(directory);
            // Both may be written within one tick of the file system's clock.
            Files.setLastModifiedTime(files.key(), FileTime.from(Instant.now().plusSeconds(60)));
            await().atMost(Duration.ofSeconds(60)).until(() -> serialOf(proxy).intValueExact() == 12);

            assertThat(open.post(ANY)).isEqualTo(status);
        }
    }

    private static BigInteger serialOf(RunningProxy proxy) throws Exception {
        try (SSLSocket client = (SSLSocket) Clients.trustingAnyone()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), proxy.dataPort())) {
            client.startHandshake();
            return ((X509Certificate) client.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }
}
