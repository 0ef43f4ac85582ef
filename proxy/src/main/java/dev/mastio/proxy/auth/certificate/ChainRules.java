package dev.mastio.proxy.auth.certificate;

import dev.mastio.proxy.auth.jose.CertificateSignature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * The rules for a chain that comes with an assertion. Signatures and time alone: names, extensions and revocation are not looked at,
 * because some clients' certificates are issued by the root itself and carry no extensions, and because whoever is revoked is
 * refused when it uses what it got.
 */
public final class ChainRules {

    private ChainRules() {}

    /**
     * Returns if it holds.
     *
     * @param chain leaf first; without the root, or with it as last, as long as it signs itself
     * @throws ChainException if not
     */
    public static void check(List<X509Certificate> chain, X509Certificate root, Instant now) throws ChainException {
        for (X509Certificate certificate : chain) {
            checkTime(certificate, now);
        }
        checkTime(root, now);
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate parent = i + 1 < chain.size() ? chain.get(i + 1) : root;
            checkSignature(chain.get(i), parent);
        }
    }

    private static void checkTime(X509Certificate certificate, Instant now) throws ChainException {
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            throw new ChainException("certificate outside validity window");
        }
    }

    private static void checkSignature(X509Certificate child, X509Certificate parent) throws ChainException {
        CertificateSignature signature = CertificateSignature.of(child.getSigAlgOID())
                .orElseThrow(() -> new ChainException("weak signature hash algorithm"));
        if (!signature.holds(child, parent.getPublicKey())) {
            throw new ChainException("chain signature invalid");
        }
    }
}
