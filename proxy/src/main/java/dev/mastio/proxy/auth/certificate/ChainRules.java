package dev.mastio.proxy.auth.certificate;

import dev.mastio.proxy.auth.cache.RecentValues;
import dev.mastio.proxy.auth.jose.CertificateSignature;
import dev.mastio.proxy.wire.Refusal;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules for a chain that comes with an assertion: signatures, time, and that whoever certifies somebody may do so. The original asks for
 * the first two only, so that any agent could certify anybody with its own key. A leaf's own names and extensions are not looked at
 * here, because some clients' certificates are issued by the root itself and carry none.
 */
public final class ChainRules {

    private static final int KEPT_LINKS = 256;

    /** Position in {@link X509Certificate#getKeyUsage()}. */
    private static final int KEY_CERT_SIGN = 5;

    private final TrustedRoot trust;
    /** Signatures over Intermediates, which most agents' chains share. Only such as lead to the root, so no stranger pushes them out. */
    private final RecentValues<Link, Boolean> goodLinks = new RecentValues<>(KEPT_LINKS);

    private record Link(X509Certificate child, X509Certificate parent) {}

    public ChainRules(TrustedRoot trust) {
        this.trust = trust;
    }

    /**
     * Returns if it holds.
     *
     * @param chain leaf first; without the root, or with it as last, as long as it signs itself
     * @throws ChainException if not
     * @throws Refusal 503 if there is no root yet
     */
    public void check(List<X509Certificate> chain, Instant now) throws ChainException, Refusal {
        X509Certificate root = trust.certificate().orElseThrow(() -> new Refusal(503, "Org CA not loaded"));
        for (X509Certificate certificate : chain) {
            checkTime(certificate, now);
        }
        checkTime(root, now);
        // From the root down: what strangers make up costs one verification, and is not remembered.
        X509Certificate parent = root;
        for (X509Certificate authority : chain.subList(1, chain.size()).reversed()) {
            checkAuthority(authority);
            checkKnownLink(new Link(authority, parent));
            parent = authority;
        }
        checkLink(chain.getFirst(), parent);
        if (chain.stream().anyMatch(trust::isWithdrawn)) {
            throw outsideWindow();
        }
    }

    private static void checkAuthority(X509Certificate certificate) throws ChainException {
        boolean @Nullable [] uses = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() < 0 || (uses != null && !uses[KEY_CERT_SIGN])) {
            throw new ChainException("chain signature invalid");
        }
    }

    private void checkKnownLink(Link link) throws ChainException {
        if (goodLinks.get(link) == null) {
            checkLink(link.child, link.parent);
            goodLinks.put(link, true);
        }
    }

    private static void checkTime(X509Certificate certificate, Instant now) throws ChainException {
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            throw outsideWindow();
        }
    }

    private static void checkLink(X509Certificate child, X509Certificate parent) throws ChainException {
        CertificateSignature signature = CertificateSignature.of(child.getSigAlgOID())
                .orElseThrow(() -> new ChainException("weak signature hash algorithm"));
        if (!signature.holds(child, parent.getPublicKey())) {
            throw new ChainException("chain signature invalid");
        }
    }

    private static ChainException outsideWindow() {
        return new ChainException("certificate outside validity window");
    }
}
