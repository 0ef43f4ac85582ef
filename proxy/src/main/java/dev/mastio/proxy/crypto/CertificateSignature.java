package dev.mastio.proxy.crypto;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.Optional;

/** The signatures of certificates that we believe: ECDSA or RSA PKCS#1 v1.5, with SHA-256, SHA-384 or SHA-512. */
final class CertificateSignature {

    private static final Map<String, CertificateSignature> BY_OID = Map.of(
            "1.2.840.10045.4.3.2", new CertificateSignature("SHA256withECDSA", ECPublicKey.class),
            "1.2.840.10045.4.3.3", new CertificateSignature("SHA384withECDSA", ECPublicKey.class),
            "1.2.840.10045.4.3.4", new CertificateSignature("SHA512withECDSA", ECPublicKey.class),
            "1.2.840.113549.1.1.11", new CertificateSignature("SHA256withRSA", RSAPublicKey.class),
            "1.2.840.113549.1.1.12", new CertificateSignature("SHA384withRSA", RSAPublicKey.class),
            "1.2.840.113549.1.1.13", new CertificateSignature("SHA512withRSA", RSAPublicKey.class));

    private final String algorithm;
    private final Class<? extends PublicKey> signer;

    private CertificateSignature(String algorithm, Class<? extends PublicKey> signer) {
        this.algorithm = algorithm;
        this.signer = signer;
    }

    /** The one with that identifier; empty for one that we do not believe. */
    static Optional<CertificateSignature> of(String oid) {
        return Optional.ofNullable(BY_OID.get(oid));
    }

    /** Whether that key signed that certificate. */
    boolean holds(X509Certificate certificate, PublicKey key) {
        try {
            if (!signer.isInstance(key)) {
                return false;
            }
            Signature verifier = SignatureEngine.current().signature(algorithm);
            verifier.initVerify(key);
            verifier.update(certificate.getTBSCertificate());
            return verifier.verify(certificate.getSignature());
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
