package dev.mastio.proxy.auth.certificate;

import dev.mastio.proxy.auth.principal.PrincipalId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Whom a certificate names. */
public final class CertificateIdentity {

    private static final int URI = 6;

    private CertificateIdentity() {}

    /** The first SPIFFE URI among its alternative names that is an identity; else its common name, if that is one. */
    public static Optional<PrincipalId> of(X509Certificate certificate) {
        return fromAlternativeNames(certificate).or(() -> fromCommonName(certificate));
    }

    private static Optional<PrincipalId> fromAlternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return Optional.empty();
            }
            return names.stream()
                    .filter(name -> name.getFirst().equals(URI))
                    .flatMap(name -> PrincipalId.parseSpiffe((String) name.get(1)).stream())
                    .findFirst();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    private static Optional<PrincipalId> fromCommonName(X509Certificate certificate) {
        try {
            RDN[] names = X500Name.getInstance(
                            certificate.getSubjectX500Principal().getEncoded())
                    .getRDNs(BCStyle.CN);
            // With two of them, readers disagree which one counts.
            return names.length == 1
                    ? PrincipalId.parse(
                            IETFUtils.valueToString(names[0].getFirst().getValue()))
                    : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
