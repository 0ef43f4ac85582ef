package dev.mastio.proxy.edge.tls;

import dev.mastio.proxy.crypto.CertificateChain;
import dev.mastio.proxy.edge.tls.ClientCertificate.Untrusted;
import dev.mastio.proxy.edge.tls.ClientCertificate.Verified;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether a client's certificate leads to one of our authorities: root, at most one intermediate, leaf. The handshake has proved
 * already that the client holds the leaf's key. Revocation is not looked at here: who may do what is decided by the registry.
 */
public final class ClientTrust {

    private static final int INTERMEDIATES = 1;
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_AGREEMENT = 4;

    private final Supplier<List<X509Certificate>> authorities;
    private final InstantSource clock;

    /**
     * Trusts those authorities, asked for anew each time.
     *
     * @param authorities roots and intermediates in any order
     */
    public ClientTrust(Supplier<List<X509Certificate>> authorities, InstantSource clock) {
        this.authorities = authorities;
        this.clock = clock;
    }

    /** Trusts nobody, and so does not ask clients for certificates. */
    public static ClientTrust inNobody() {
        return new ClientTrust(List::of, InstantSource.system());
    }

    /** Those that a client's certificate may come from; clients choose by their names which certificate to show. */
    List<X509Certificate> authorities() {
        return authorities.get();
    }

    /** Judges what a client showed, leaf first. */
    ClientCertificate judge(List<X509Certificate> shown) {
        X509Certificate leaf = shown.getFirst();
        try {
            checkPurpose(leaf);
            return new Verified(path(leaf, shown));
        } catch (CertPathBuilderException e) {
            return new Untrusted(leaf, reason(e));
        } catch (GeneralSecurityException e) {
            return new Untrusted(leaf, String.valueOf(e.getMessage()));
        }
    }

    private List<X509Certificate> path(X509Certificate leaf, List<X509Certificate> shown)
            throws GeneralSecurityException {
        Instant now = clock.instant();
        PKIXBuilderParameters parameters = parameters(leaf, now);
        Set<X509Certificate> between = new HashSet<>(shown);
        between.addAll(authorities.get());
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(between)));
        parameters.setRevocationEnabled(false);
        parameters.setMaxPathLength(INTERMEDIATES);
        parameters.setDate(Date.from(now));
        return CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath().getCertificates().stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    private PKIXBuilderParameters parameters(X509Certificate leaf, Instant now) throws GeneralSecurityException {
        Set<TrustAnchor> roots = authorities.get().stream()
                .filter(ClientTrust::isRoot)
                // The algorithm takes an anchor for granted, also one that has expired.
                .filter(root -> CertificateChain.isValid(root, now))
                .map(root -> new TrustAnchor(root, null))
                .collect(Collectors.toSet());
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(leaf);
        try {
            return new PKIXBuilderParameters(roots, target);
        } catch (InvalidAlgorithmParameterException e) {
            throw new CertificateException("no valid certificate authority is known here", e);
        }
    }

    private static boolean isRoot(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static void checkPurpose(X509Certificate leaf) throws CertificateException {
        List<String> purposes = leaf.getExtendedKeyUsage();
        if (purposes != null && !purposes.contains(CLIENT_AUTHENTICATION) && !purposes.contains(ANY_PURPOSE)) {
            throw new CertificateException("unsuitable certificate purpose");
        }
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[KEY_AGREEMENT]) {
            throw new CertificateException("unsuitable key usage");
        }
    }

    /** The builder's own message says only that it found no path. */
    private static String reason(CertPathBuilderException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
