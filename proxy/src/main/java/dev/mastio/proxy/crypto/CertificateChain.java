package dev.mastio.proxy.crypto;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules for chains of certificates, wherever one comes from: in their time, signed with a hash that is still good, and all but the
 * first with the right to certify. The original asks for the first two only, so that any agent could certify anybody with its own
 * key. A leaf's own names and extensions are not looked at here, because some clients' certificates are issued by the root itself and
 * carry none.
 */
public final class CertificateChain {

    /** Position in {@link X509Certificate#getKeyUsage()}. */
    private static final int KEY_CERT_SIGN = 5;

    private CertificateChain() {}

    /** Looks at the signature of one certificate by the key of another. */
    @FunctionalInterface
    public interface Link {
        /**
         * Returns if it holds.
         *
         * @throws ChainException if not
         */
        void check(X509Certificate child, X509Certificate parent) throws ChainException;
    }

    /**
     * Returns if it holds.
     *
     * @param chain leaf first; without the root, or with it as last, as long as it signs itself
     * @param links looks at each signature, from the root down, such as {@link #checkLink}
     * @throws ChainException if not, with the first thing that is wrong
     */
    public static void check(List<X509Certificate> chain, X509Certificate root, Instant now, Link links)
            throws ChainException {
        for (X509Certificate certificate : chain) {
            checkTime(certificate, now);
        }
        checkTime(root, now);
        // From the root down: what strangers make up costs one verification.
        X509Certificate parent = root;
        for (X509Certificate authority : chain.subList(1, chain.size()).reversed()) {
            if (!isAuthority(authority)) {
                throw signatureInvalid();
            }
            links.check(authority, parent);
            parent = authority;
        }
        links.check(chain.getFirst(), parent);
    }

    /**
     * Returns if the one is signed by the other's key.
     *
     * @throws ChainException if not
     */
    public static void checkLink(X509Certificate child, X509Certificate parent) throws ChainException {
        CertificateSignature signature = CertificateSignature.of(child.getSigAlgOID())
                .orElseThrow(() -> new ChainException("weak signature hash algorithm"));
        if (!signature.holds(child, parent.getPublicKey())) {
            throw signatureInvalid();
        }
    }

    /** Whether a chain, or its beginning, leads to one of those roots: whoever brings one may bring the root and more with it. */
    public static boolean leadsTo(List<X509Certificate> roots, List<X509Certificate> chain, Instant now) {
        for (int length = 1; length <= chain.size(); length++) {
            List<X509Certificate> beginning = chain.subList(0, length);
            if (roots.stream().anyMatch(root -> holds(beginning, root, now))) {
                return true;
            }
        }
        return false;
    }

    /** Whether that certificate is signed by the other's key. */
    public static boolean isSigned(X509Certificate child, X509Certificate parent) {
        try {
            checkLink(child, parent);
            return true;
        } catch (ChainException e) {
            return false;
        }
    }

    /** Whether it has the right to certify. */
    public static boolean isAuthority(X509Certificate certificate) {
        boolean @Nullable [] uses = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 && (uses == null || uses[KEY_CERT_SIGN]);
    }

    /** Whether that is within its time. */
    public static boolean isValid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    private static boolean holds(List<X509Certificate> chain, X509Certificate root, Instant now) {
        try {
            check(chain, root, now, CertificateChain::checkLink);
            return true;
        } catch (ChainException e) {
            return false;
        }
    }

    private static void checkTime(X509Certificate certificate, Instant now) throws ChainException {
        if (!isValid(certificate, now)) {
            throw ChainException.outsideWindow();
        }
    }

    private static ChainException signatureInvalid() {
        return new ChainException("chain signature invalid");
    }
}
