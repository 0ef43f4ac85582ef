package dev.mastio.proxy.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.Clients;
import dev.mastio.proxy.config.Settings.Tls;
import dev.mastio.proxy.config.Settings.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {

    static final Duration RENEWAL = Duration.ofDays(30);

    @TempDir
    private Path directory;

    @Test
    void presentsTheCertificateOfTheFiles() throws Exception {
        ServerTls tls = serverTls(TestIdentity.make("EC", 11).write(directory));

        assertThat(presented(tls.context()).getSerialNumber()).isEqualTo(11);
    }

    @Test
    void makesACertificateWhenThereAreNoFiles() throws Exception {
        ServerTls tls = ServerTls.of(settings(Optional.empty()), Optional::empty, ClientTrust.inNobody());

        assertThat(presented(tls.context()).getSubjectX500Principal().getName()).isEqualTo("CN=mastio.local");
    }

    @Test
    void newConnectionsGetTheNewCertificateAfterTheFilesChanged() throws Exception {
        ServerTls tls = serverTls(TestIdentity.make("EC", 11).write(directory));
        SSLContext context = tls.context();

        replaceBy(TestIdentity.make("RSA", 12));
        tls.reloadIfChanged();

        assertThat(presented(context).getSerialNumber()).isEqualTo(12);
    }

    /** As `cp -p` does, or a volume that is unpacked with the times of its archive. */
    @Test
    void noticesFilesThatWereReplacedByOthersOfTheSameTime() throws Exception {
        TlsFiles files = TestIdentity.make("EC", 11).write(directory);
        sameTime(files);
        ServerTls tls = serverTls(files);

        TlsFiles others = TestIdentity.make("EC", 12).write(Files.createDirectory(directory.resolve("others")));
        sameTime(others);
        Files.move(others.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.move(others.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
        tls.reloadIfChanged();

        assertThat(presented(tls.context()).getSerialNumber()).isEqualTo(12);
    }

    @Test
    void noticesFilesThatGotAnotherLengthAtTheSameTime() throws Exception {
        TlsFiles files = TestIdentity.make("EC", 11).write(directory);
        sameTime(files);
        ServerTls tls = serverTls(files);

        sameTime(TestIdentity.make("RSA", 12).write(directory));
        tls.reloadIfChanged();

        assertThat(presented(tls.context()).getSerialNumber()).isEqualTo(12);
    }

    @Test
    void keepsTheFormerCertificateWhenTheNewFilesDoNotWork() throws Exception {
        TlsFiles files = TestIdentity.make("EC", 11).write(directory);
        ServerTls tls = serverTls(files);

        Files.writeString(files.key(), "half a key");
        touch(files);
        tls.reloadIfChanged();

        assertThat(presented(tls.context()).getSerialNumber()).isEqualTo(11);
    }

    @Test
    void readsFilesAgainThatWereGoneForAMoment() throws Exception {
        TlsFiles files = TestIdentity.make("EC", 11).write(directory);
        ServerTls tls = serverTls(files);

        Files.delete(files.key());
        tls.reloadIfChanged();
        replaceBy(TestIdentity.make("EC", 12));
        tls.reloadIfChanged();

        assertThat(presented(tls.context()).getSerialNumber()).isEqualTo(12);
    }

    @Test
    void doesNotStartWithFilesThatDoNotWork() throws Exception {
        TlsFiles files = TestIdentity.make("EC", 11).write(directory);
        Files.writeString(files.key(), "half a key");

        assertThatThrownBy(() -> serverTls(files))
                .isInstanceOf(TlsFilesException.class)
                .hasMessageStartingWith(files.key().toString());
    }

    @Test
    void takesUpFilesThatAnotherProcessWritesLater() throws Exception {
        TlsFiles files = new TlsFiles(directory.resolve("tls.crt"), directory.resolve("tls.key"));
        ServerTls tls = ServerTls.of(
                new Tls(
                        Optional.of(files),
                        true,
                        List.of(),
                        Optional.empty(),
                        false,
                        List.of("first.example"),
                        RENEWAL,
                        false),
                Optional::empty,
                ClientTrust.inNobody());
        X509Certificate before = presented(tls.context());

        TestIdentity.make("EC", 31).write(directory);
        tls.reloadIfChanged();

        assertThat(before.getSubjectX500Principal().getName()).isEqualTo("CN=first.example");
        assertThat(presented(tls.context()).getSerialNumber()).isEqualTo(31);
    }

    private static ServerTls serverTls(TlsFiles files) throws TlsFilesException {
        return ServerTls.of(settings(Optional.of(files)), Optional::empty, ClientTrust.inNobody());
    }

    static Tls settings(Optional<TlsFiles> own) {
        return new Tls(own, false, List.of(), Optional.empty(), false, List.of("mastio.local"), RENEWAL, false);
    }

    private void replaceBy(TestIdentity identity) throws Exception {
        touch(identity.write(directory));
    }

    private static void sameTime(TlsFiles files) throws IOException {
        FileTime time = FileTime.from(Instant.ofEpochSecond(1_000_000_000));
        Files.setLastModifiedTime(files.certificate(), time);
        Files.setLastModifiedTime(files.key(), time);
    }

    /** Both versions may be written within one tick of the file system's clock. */
    static void touch(TlsFiles files) throws IOException {
        Files.setLastModifiedTime(files.key(), FileTime.from(Instant.now().plusSeconds(60)));
    }

    private static X509Certificate presented(SSLContext context) throws Exception {
        try (SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread accepting = Thread.ofVirtual().start(() -> {
                try (Socket accepted = server.accept()) {
                    accepted.getInputStream().read();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            try (SSLSocket client = (SSLSocket) Clients.trustingAnyone()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
                client.startHandshake();
                return (X509Certificate) client.getSession().getPeerCertificates()[0];
            } finally {
                accepting.join();
            }
        }
    }
}
