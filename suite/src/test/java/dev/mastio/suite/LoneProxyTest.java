package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoneProxyTest {

    @TempDir
    private Path folder;

    @Test
    void startsInProductionAndShowsACertificateOfItsOrganisation() throws Exception {
        LoneProxy proxy = LoneProxy.built(Distribution.fromProperties());
        try (LoneServer server = proxy.start(List.of(LaptopPod.JVM_FLAGS.split(" ")), folder)) {
            server.awaitReady();

            List<X509Certificate> shown = shownBy(URI.create(server.baseUrl()));

            assertThat(shown).hasSize(2);
            shown.get(0).verify(shown.get(1).getPublicKey());
            shown.get(1).verify(orgRoot().getPublicKey());
        }
    }

    private Certificate orgRoot() throws Exception {
        try (var in = Files.newInputStream(folder.resolve("pki/org-ca.crt"))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static List<X509Certificate> shownBy(URI server) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(server.getHost(), server.getPort())) {
            socket.startHandshake();
            return List.of(socket.getSession().getPeerCertificates()).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    /** The address of a process of its own is in no certificate. */
    private static final class Anybody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
