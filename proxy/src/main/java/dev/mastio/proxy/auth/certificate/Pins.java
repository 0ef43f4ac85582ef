package dev.mastio.proxy.auth.certificate;

import dev.mastio.proxy.auth.cache.RecentValues;
import dev.mastio.proxy.crypto.Sha256;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Fingerprints of certificates on record: hexadecimal SHA-256 over the DER of the first in the text. */
final class Pins {

    private static final int KEPT = 8_192;

    private final RecentValues<String, Optional<String>> known = new RecentValues<>(KEPT);

    /** The fingerprint; empty if the text holds no certificate. */
    Optional<String> of(String pem) {
        Optional<String> pin = known.get(pem);
        if (pin == null) {
            pin = read(pem);
            known.put(pem, pin);
        }
        return pin;
    }

    private static Optional<String> read(String pem) {
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            return Optional.of(Sha256.hex(CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getEncoded()));
        } catch (CertificateException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Of a certificate that was read. */
    static String fingerprint(X509Certificate certificate) {
        try {
            return Sha256.hex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("it was decoded, so it has an encoding", e);
        }
    }
}
