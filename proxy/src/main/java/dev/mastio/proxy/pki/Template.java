package dev.mastio.proxy.pki;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.util.IPAddress;

/**
 * What a certificate says, but for keys and moments. One factory for each tier.
 *
 * @param extensions besides the key identifiers, which all certificates carry
 */
record Template(X500Name subject, Duration validity, List<Extension> extensions) {

    private static final Duration ROOT_VALIDITY = Duration.ofDays(15 * 365);
    private static final Duration INTERMEDIATE_VALIDITY = Duration.ofDays(5 * 365);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration QUARTER = Duration.ofDays(90);

    static Template orgRoot(String org) {
        return new Template(name(org + " CA", org), ROOT_VALIDITY, authority(1));
    }

    static Template intermediate(String org) {
        return new Template(name(intermediateName(org), org), INTERMEDIATE_VALIDITY, authority(0));
    }

    static String intermediateName(String org) {
        return org + " Mastio CA";
    }

    /** For the key that signs tokens. */
    static Template tokenKey(String org, String trustDomain) {
        X500Name subject =
                new X500NameBuilder().addRDN(BCStyle.CN, "proxy:" + org).build();
        return new Template(
                subject,
                YEAR,
                List.of(end(), usage(KeyUsage.digitalSignature), uri("spiffe://" + trustDomain + "/proxy/" + org)));
    }

    /** For an agent: its id as the common name, for clients, and its SPIFFE URI, for servers. */
    static Template agent(String org, String agentId, String spiffeId) {
        return principal(org, agentId, spiffeId, YEAR);
    }

    /** For the listener: all names that clients may call it by, the first one as the common name too. */
    static Template server(List<String> names) {
        X500Name subject =
                new X500NameBuilder().addRDN(BCStyle.CN, names.getFirst()).build();
        GeneralName[] alternatives =
                names.stream().distinct().map(Template::hostOrAddress).toArray(GeneralName[]::new);
        return new Template(
                subject,
                QUARTER,
                List.of(
                        end(),
                        usage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment),
                        extension(
                                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)),
                        extension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives))));
    }

    /** For any principal, for so long. */
    static Template principal(String org, String id, String spiffeId, Duration validity) {
        return new Template(
                name(id, org),
                validity,
                List.of(
                        end(),
                        usage(KeyUsage.digitalSignature),
                        extension(
                                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth)),
                        uri(spiffeId)));
    }

    /** The common name of a certificate, empty if it has none. */
    static String commonName(X509Certificate certificate) {
        RDN[] names = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.CN);
        return names.length == 0
                ? ""
                : IETFUtils.valueToString(names[0].getFirst().getValue());
    }

    private static X500Name name(String commonName, String org) {
        return new X500NameBuilder()
                .addRDN(BCStyle.CN, commonName)
                .addRDN(BCStyle.O, org)
                .build();
    }

    private static List<Extension> authority(int pathLength) {
        return List.of(
                extension(Extension.basicConstraints, true, new BasicConstraints(pathLength)),
                usage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    private static Extension end() {
        return extension(Extension.basicConstraints, true, new BasicConstraints(false));
    }

    private static Extension usage(int bits) {
        return extension(Extension.keyUsage, true, new KeyUsage(bits));
    }

    private static GeneralName hostOrAddress(String name) {
        return new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static Extension uri(String uri) {
        return extension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    }

    private static Extension extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
        try {
            return new Extension(id, critical, value.toASN1Primitive().getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("an object in memory can be written", e);
        }
    }
}
