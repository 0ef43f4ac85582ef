package dev.mastio.proxy.pki;

import dev.mastio.proxy.crypto.SignatureEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/** Certificates, keys and requests as PEM text. */
public final class Pem {

    private static final int LINE = 64;
    /** More than any chain of ours: reading must end. */
    private static final int MAX_CERTIFICATES = 16;

    private Pem() {}

    /** The text of certificates, one after the other. */
    public static String text(List<X509Certificate> chain) {
        return chain.stream().map(Pem::text).collect(Collectors.joining());
    }

    /** The text of one certificate. */
    public static String text(X509Certificate certificate) {
        try {
            return text("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    /** The text of a public key, in the form that {@code kid} is made from. */
    public static String text(PublicKey key) {
        return text("PUBLIC KEY", key.getEncoded());
    }

    /** The text of a private key, PKCS#8, not encrypted. */
    public static String text(PrivateKey key) {
        return text("PRIVATE KEY", key.getEncoded());
    }

    /** All certificates of a text; at least one. */
    public static List<X509Certificate> certificates(String text) throws UnreadablePemException {
        List<X509Certificate> certificates = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (!(part instanceof X509CertificateHolder holder) || certificates.size() == MAX_CERTIFICATES) {
                    throw new UnreadablePemException("not a PEM chain of certificates");
                }
                certificates.add(converter.getCertificate(holder));
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new UnreadablePemException("not a PEM certificate", e);
        }
        if (certificates.isEmpty()) {
            throw new UnreadablePemException("no PEM certificate found");
        }
        return List.copyOf(certificates);
    }

    /** The first certificate of a text. */
    public static X509Certificate certificate(String text) throws UnreadablePemException {
        Optional<X509Certificate> ours = ours("CERTIFICATE", text).flatMap(Pem::certificate);
        return ours.isPresent() ? ours.get() : certificates(text).getFirst();
    }

    /** A private key, EC or RSA, PKCS#8 or in the older forms, not encrypted. */
    static PrivateKey privateKey(String text) throws UnreadablePemException {
        Optional<PrivateKey> ours = ours("PRIVATE KEY", text).flatMap(Pem::ecKey);
        if (ours.isPresent()) {
            return ours.get();
        }
        try {
            PrivateKeyInfo info = switch (first(text)) {
                case PrivateKeyInfo pkcs8 -> pkcs8;
                case PEMKeyPair pair -> pair.getPrivateKeyInfo();
                case null, default -> throw new UnreadablePemException("no unencrypted PEM private key found");
            };
            boolean ec = X9ObjectIdentifiers.id_ecPublicKey.equals(
                    info.getPrivateKeyAlgorithm().getAlgorithm());
            return SignatureEngine.current()
                    .keys(ec ? "EC" : "RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new UnreadablePemException("not an EC or RSA private key", e);
        }
    }

    static SubjectPublicKeyInfo publicKey(String text) throws UnreadablePemException {
        try {
            if (first(text) instanceof SubjectPublicKeyInfo key) {
                return key;
            }
        } catch (IOException | RuntimeException e) {
            throw new UnreadablePemException("not a PEM public key", e);
        }
        throw new UnreadablePemException("no PEM public key found");
    }

    static PKCS10CertificationRequest request(String text) throws UnreadablePemException {
        try {
            if (first(text) instanceof PKCS10CertificationRequest request) {
                return request;
            }
        } catch (IOException | RuntimeException e) {
            throw new UnreadablePemException("not a PEM certification request", e);
        }
        throw new UnreadablePemException("no PEM certification request found");
    }

    /**
     * What is in a text that is one block of that kind, as we write it; empty if it is anything else. A start reads nothing but these,
     * and need not wait for a parser of everything.
     */
    private static Optional<byte[]> ours(String label, String text) {
        String begin = "-----BEGIN " + label + "-----\n";
        String end = "\n-----END " + label + "-----\n";
        if (!text.startsWith(begin) || !text.endsWith(end) || text.length() < begin.length() + end.length()) {
            return Optional.empty();
        }
        String body = text.substring(begin.length(), text.length() - end.length());
        try {
            return Optional.of(Base64.getDecoder().decode(body.replace("\n", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<X509Certificate> certificate(byte[] der) {
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        try {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            return certificate instanceof X509Certificate x509 && in.available() == 0
                    ? Optional.of(x509)
                    : Optional.empty();
        } catch (CertificateException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<PrivateKey> ecKey(byte[] pkcs8) {
        try {
            return Optional.of(SignatureEngine.current().ecKeys().generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The parser throws what it likes at hostile input, so callers take any {@link RuntimeException} for bad input too. */
    private static @Nullable Object first(String text) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            return parser.readObject();
        }
    }

    private static String text(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
