package dev.mastio.local.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What makes the API and its clients trust each other: a certificate of its own, and one token that may do everything.
 *
 * @param certificatePem the certificate that clients trust
 */
record Credentials(String certificatePem, String token, SSLContext tls) {
    private static final Duration VALID = Duration.ofDays(3650);
    private static final String ENTRY = "api";
    // The file is as secret as the key in it; a password beside it would add nothing.
    private static final char[] PASSWORD = "mastio".toCharArray();

    static Credentials make(String address) {
        try {
            return of(newKeys(address), newToken());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("could not make the certificate of the API", e);
        }
    }

    /** Those that were made for this directory and address before, so that clients know the API again after a restart. */
    static Credentials keptIn(Path directory, String address) throws IOException {
        Path keys = directory.resolve("api-" + address + ".p12");
        Path token = directory.resolve("token");
        try {
            if (!Files.exists(keys)) {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                newKeys(address).store(content, PASSWORD);
                SecretFile.write(keys, content.toByteArray());
            }
            if (!Files.exists(token)) SecretFile.write(token, newToken().getBytes(StandardCharsets.US_ASCII));
            KeyStore kept = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(keys)) {
                kept.load(in, PASSWORD);
            }
            return of(kept, Files.readString(token));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("could not use the certificate in " + keys, e);
        }
    }

    private static Credentials of(KeyStore keys, String token) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return new Credentials(pem(keys.getCertificateChain(ENTRY)[1]), token, context);
    }

    private static KeyStore newKeys(String address)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair authority = generator.generateKeyPair();
        KeyPair server = generator.generateKeyPair();
        X500Name issuer = new X500Name("CN=mastio-embedded-ca");
        X509Certificate root = sign(
                certificate(issuer, issuer, authority)
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)),
                authority);
        X509Certificate leaf = sign(
                certificate(issuer, new X500Name("CN=mastio-embedded-api"), server)
                        .addExtension(Extension.subjectAlternativeName, false, names(address)),
                authority);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(ENTRY, server.getPrivate(), PASSWORD, new Certificate[] {leaf, root});
        return keys;
    }

    private static X509v3CertificateBuilder certificate(X500Name issuer, X500Name subject, KeyPair keys) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(64, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(VALID)),
                subject,
                keys.getPublic());
    }

    private static GeneralNames names(String address) {
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, address),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.dNSName, "kubernetes.default.svc")
        });
    }

    private static X509Certificate sign(X509v3CertificateBuilder certificate, KeyPair by)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static String newToken() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
