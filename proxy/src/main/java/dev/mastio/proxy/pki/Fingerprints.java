package dev.mastio.proxy.pki;

import dev.mastio.proxy.crypto.Sha256;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/** The short names of keys and certificates: SHA-256 in lower-case hex. */
public final class Fingerprints {

    private static final int SHORT = 16;

    private Fingerprints() {}

    /** Of a certificate: over its DER. */
    public static String of(X509Certificate certificate) {
        try {
            return Sha256.hex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    /** Of a public key: over the DER of its SubjectPublicKeyInfo. */
    public static String of(PublicKey key) {
        return Sha256.hex(key.getEncoded());
    }

    /** The {@code kid} of a token signing key: over the text of its PEM, final line break included. */
    static String kid(PublicKey key) {
        return "mastio-" + Sha256.hex(Pem.text(key)).substring(0, SHORT);
    }

    /** The name of an organisation that was given none. */
    static String organisation(PublicKey orgRoot) {
        return of(orgRoot).substring(0, SHORT);
    }
}
