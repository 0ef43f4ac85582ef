package dev.mastio.proxy.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.config.Settings.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void readsKeyAndChainLeafFirst(String algorithm) throws Exception {
        TestIdentity leaf = TestIdentity.make(algorithm, 1);
        TestIdentity issuer = TestIdentity.make("EC", 2);
        TlsFiles files = leaf.write(directory);
        Files.writeString(
                files.certificate(),
                Files.readString(files.certificate())
                        + TestIdentity.pem("CERTIFICATE", issuer.certificate().getEncoded()));

        Identity identity = PemFiles.read(files);

        assertThat(identity.chain()).containsExactly(leaf.certificate(), issuer.certificate());
        assertThat(identity.key()).isEqualTo(leaf.keys().getPrivate());
    }

    @Test
    void refusesAKeyThatIsNotTheCertificates() throws Exception {
        TlsFiles files = TestIdentity.make("EC", 1).write(directory);
        Files.writeString(
                files.key(),
                TestIdentity.pem(
                        "PRIVATE KEY",
                        TestIdentity.make("EC", 2).keys().getPrivate().getEncoded()));

        assertThatThrownBy(() -> PemFiles.read(files))
                .isInstanceOf(TlsFilesException.class)
                .hasMessage(files.key() + ": it is not the key of the first certificate in " + files.certificate());
    }

    @Test
    void tellsHowToConvertAKeyInAnotherForm() throws Exception {
        TlsFiles files = TestIdentity.make("RSA", 1).write(directory);
        Files.writeString(files.key(), Files.readString(files.key()).replace("PRIVATE KEY", "RSA PRIVATE KEY"));

        assertThatThrownBy(() -> PemFiles.read(files))
                .hasMessageStartingWith(files.key().toString())
                .hasMessageContaining("openssl pkcs8 -topk8");
    }

    @Test
    void refusesAFileWithoutACertificate() throws Exception {
        TlsFiles files = TestIdentity.make("EC", 1).write(directory);
        Files.writeString(files.certificate(), "");

        assertThatThrownBy(() -> PemFiles.read(files)).hasMessageStartingWith(files.certificate() + ": ");
    }

    @Test
    void refusesAKeyOfAnotherKindThanTheCertificates() throws Exception {
        TlsFiles files = TestIdentity.make("EC", 1).write(directory);
        Files.writeString(
                files.key(),
                TestIdentity.pem(
                        "PRIVATE KEY",
                        TestIdentity.make("RSA", 2).keys().getPrivate().getEncoded()));

        assertThatThrownBy(() -> PemFiles.read(files)).hasMessageContaining("no readable EC key");
    }
}
