package dev.mastio.proxy.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.config.Settings.TlsFiles;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
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

        Identity identity = PemFiles.identity(files, TlsEngine.best());

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

        assertThatThrownBy(() -> PemFiles.identity(files, TlsEngine.best()))
                .isInstanceOf(TlsFilesException.class)
                .hasMessage(files.key() + ": it is not the key of the first certificate in " + files.certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void readsKeysInTheFormsFromBeforePkcs8(String algorithm) throws Exception {
        TestIdentity identity = TestIdentity.make(algorithm, 1);
        TlsFiles files = identity.write(directory);
        StringWriter older = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(older)) {
            writer.writeObject(
                    identity.keys().getPrivate() instanceof ECPrivateKey key
                            ? new PemObject("EC PRIVATE KEY", withItsCurve(key))
                            : identity.keys().getPrivate());
        }
        Files.writeString(files.key(), older.toString());

        assertThat(older.toString()).startsWith("-----BEGIN " + algorithm + " PRIVATE KEY-----");
        assertThat(PemFiles.identity(files, TlsEngine.best()).key().getAlgorithm())
                .isEqualTo(algorithm);
    }

    /** As openssl writes it. */
    private static byte[] withItsCurve(ECPrivateKey key) throws Exception {
        return new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1).getEncoded();
    }

    @Test
    void tellsHowToConvertAKeyInAnotherForm() throws Exception {
        TlsFiles files = TestIdentity.make("RSA", 1).write(directory);
        Files.writeString(files.key(), Files.readString(files.key()).replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));

        assertThatThrownBy(() -> PemFiles.identity(files, TlsEngine.best()))
                .hasMessageStartingWith(files.key().toString())
                .hasMessageContaining("openssl pkcs8 -topk8");
    }

    @Test
    void refusesAFileWithoutACertificate() throws Exception {
        TlsFiles files = TestIdentity.make("EC", 1).write(directory);
        Files.writeString(files.certificate(), "");

        assertThatThrownBy(() -> PemFiles.identity(files, TlsEngine.best()))
                .hasMessageStartingWith(files.certificate() + ": ");
    }

    @Test
    void refusesAKeyOfAnotherKindThanTheCertificates() throws Exception {
        TlsFiles files = TestIdentity.make("EC", 1).write(directory);
        Files.writeString(
                files.key(),
                TestIdentity.pem(
                        "PRIVATE KEY",
                        TestIdentity.make("RSA", 2).keys().getPrivate().getEncoded()));

        assertThatThrownBy(() -> PemFiles.identity(files, TlsEngine.best())).hasMessageContaining("no readable EC key");
    }
}
