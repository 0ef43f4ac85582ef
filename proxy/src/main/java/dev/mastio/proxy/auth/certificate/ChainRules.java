package dev.mastio.proxy.auth.certificate;

import dev.mastio.proxy.auth.cache.RecentValues;
import dev.mastio.proxy.crypto.CertificateChain;
import dev.mastio.proxy.crypto.ChainException;
import dev.mastio.proxy.wire.Refusal;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Whether a chain that comes with an assertion leads to the organisation's root, through nothing that it has withdrawn. */
public final class ChainRules {

    private static final int KEPT_LINKS = 16_384;

    private final TrustedRoot trust;
    /** Signatures over certificates that held. Only such as lead to the root, so no stranger pushes them out. */
    private final RecentValues<Link, Boolean> goodLinks = new RecentValues<>(KEPT_LINKS);

    /** By their fingerprints: the certificates themselves would fill the memory. */
    private record Link(String child, String parent) {}

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
        CertificateChain.check(chain, root, now, this::checkKnownLink);
        if (chain.stream().anyMatch(trust::isWithdrawn)) {
            throw ChainException.outsideWindow();
        }
    }

    private void checkKnownLink(X509Certificate child, X509Certificate parent) throws ChainException {
        Link link = new Link(Pins.fingerprint(child), Pins.fingerprint(parent));
        if (goodLinks.get(link) == null) {
            CertificateChain.checkLink(child, parent);
            goodLinks.put(link, true);
        }
    }
}
