package dev.mastio.proxy.edge.tls;

import dev.mastio.proxy.config.Settings.TlsFiles;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A key and its certificate, to be written as the PEM files that users have. */
public record TestIdentity(KeyPair keys, X509Certificate certificate) {

    /** A self-signed one. */
    public static TestIdentity make(String algorithm, int serial, String... names) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize("EC".equals(algorithm) ? 256 : 2048);
        KeyPair keys = generator.generateKeyPair();
        X500Name name = new X500Name("CN=test.mastio.local");
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(serial),
                Date.from(Instant.now().minus(Duration.ofHours(1))),
                Date.from(Instant.now().plus(Duration.ofHours(1))),
                name,
                keys.getPublic());
        if (names.length > 0) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(Arrays.stream(names)
                            .map(dns -> new GeneralName(GeneralName.dNSName, dns))
                            .toArray(GeneralName[]::new)));
        }
        var signer = new JcaContentSignerBuilder("EC".equals(algorithm) ? "SHA256withECDSA" : "SHA256withRSA")
                .build(keys.getPrivate());
        return new TestIdentity(keys, new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
    }

    /** As PEM files. */
    public TlsFiles write(Path directory) throws Exception {
        return new TlsFiles(
                Files.writeString(directory.resolve("tls.crt"), pem("CERTIFICATE", certificate.getEncoded())),
                Files.writeString(
                        directory.resolve("tls.key"),
                        pem("PRIVATE KEY", keys.getPrivate().getEncoded())));
    }

    static String pem(String type, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), type);
    }
}
