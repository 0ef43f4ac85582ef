package dev.mastio.proxy.pki;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who signed what. */
final class Chain {

    private static final Set<String> SIGNATURES = Set.of(
            "SHA256WITHECDSA", "SHA384WITHECDSA", "SHA512WITHECDSA", "SHA256WITHRSA", "SHA384WITHRSA", "SHA512WITHRSA");

    private Chain() {}

    /** Whether that certificate's key signed this one, with a hash that is still good. */
    static boolean signed(X509Certificate issuer, X509Certificate subject) {
        String algorithm = subject.getSigAlgName().toUpperCase(Locale.ROOT);
        if (!SIGNATURES.contains(algorithm)) {
            return false;
        }
        try {
            Signature verifier = Crypto.signature(algorithm);
            verifier.initVerify(issuer.getPublicKey());
            verifier.update(subject.getTBSCertificate());
            return verifier.verify(subject.getSignature());
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** Whether each certificate is signed by the next and one by an authority, all those between being authorities, all valid now. */
    static boolean leadsTo(List<X509Certificate> chain, List<X509Certificate> authorities, Instant now) {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            if (!isValid(certificate, now) || (i > 0 && certificate.getBasicConstraints() < 0)) {
                return false;
            }
            if (authorities.stream().anyMatch(anchor -> isValid(anchor, now) && signed(anchor, certificate))) {
                return true;
            }
            if (i + 1 == chain.size() || !signed(chain.get(i + 1), certificate)) {
                return false;
            }
        }
        return false;
    }

    static boolean isValid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
        if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        byte[] sample = {1, 2, 3};
        try {
            Signature signature = Crypto.signature(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            Signature verifier = Crypto.signature(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(sample);
            return verifier.verify(signed);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
