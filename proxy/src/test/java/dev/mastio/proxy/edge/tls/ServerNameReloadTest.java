package dev.mastio.proxy.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.config.Settings.Tls;
import dev.mastio.proxy.config.Settings.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The certificates for further host names, when their files change. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class ServerNameReloadTest {

    private final boolean jdkEngine;

    @TempDir
    private Path directory;

    private TlsFiles further;
    private ServerTls tls;
    private SSLContext context;

    ServerNameReloadTest(boolean jdkEngine) {
        this.jdkEngine = jdkEngine;
    }

    @BeforeEach
    void start() throws Exception {
        TlsFiles own =
                TestIdentity.make("EC", 11, "own.example").write(Files.createDirectory(directory.resolve("own")));
        further = write(TestIdentity.make("EC", 21, "a.example"));
        tls = ServerTls.of(
                new Tls(
                        Optional.of(own),
                        false,
                        List.of(further),
                        Optional.empty(),
                        false,
                        List.of(),
                        ServerTlsTest.RENEWAL,
                        jdkEngine),
                Optional::empty,
                ClientTrust.inNobody());
        context = tls.context();
    }

    @Test
    void newConnectionsGetTheNewCertificateForTheirName() throws Exception {
        assertThat(serialFor("a.example")).isEqualTo(21);

        replaceBy(TestIdentity.make("EC", 22, "a.example"));
        tls.reloadIfChanged();

        assertThat(serialFor("a.example")).isEqualTo(22);
        assertThat(serialFor("own.example")).isEqualTo(11);
    }

    @Test
    void aNewCertificateMayBeForOtherNames() throws Exception {
        replaceBy(TestIdentity.make("EC", 22, "b.example"));
        tls.reloadIfChanged();

        assertThat(serialFor("b.example")).isEqualTo(22);
        assertThat(serialFor("a.example")).isEqualTo(11);
    }

    @Test
    void keepsTheFormerOneWhenTheNewFilesDoNotWork() throws Exception {
        Files.writeString(further.key(), "half a key");
        tls.reloadIfChanged();

        assertThat(serialFor("a.example")).isEqualTo(21);
    }

    private long serialFor(String name) throws Exception {
        TestHandshake handshake = TestHandshake.of(tls, context, name);
        try {
            return ((X509Certificate) handshake.client().getSession().getPeerCertificates()[0])
                    .getSerialNumber()
                    .longValueExact();
        } finally {
            tls.end(handshake.server());
        }
    }

    private void replaceBy(TestIdentity identity) throws Exception {
        ServerTlsTest.touch(write(identity));
    }

    private TlsFiles write(TestIdentity identity) throws Exception {
        return identity.write(Files.createDirectories(directory.resolve("further")));
    }
}
