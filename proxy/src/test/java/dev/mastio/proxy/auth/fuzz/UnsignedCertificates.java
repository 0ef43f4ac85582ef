package dev.mastio.proxy.auth.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mastio.proxy.auth.TestKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Certificates that only name somebody: whoever reads a name has the signature behind it, and making one is what takes the time. */
final class UnsignedCertificates {

    private static final AlgorithmIdentifier ALGORITHM = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final SubjectPublicKeyInfo KEY =
            SubjectPublicKeyInfo.getInstance(TestKeys.ec().getPublic().getEncoded());

    private UnsignedCertificates() {}

    /** With the first text as common name and the others as addresses among its alternative names; empty if the JDK reads none. */
    static Optional<X509Certificate> of(List<String> texts) {
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        ASN1EncodableVector certificate = new ASN1EncodableVector();
        certificate.add(named(texts.getFirst(), texts.subList(1, texts.size())));
        certificate.add(ALGORITHM);
        certificate.add(new DERBitString(new byte[] {0}));
        try {
            byte[] der = new DERSequence(certificate).getEncoded();
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("JavaUtilDate") // what the library takes
    private static TBSCertificate named(String commonName, List<String> uris) {
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(1));
        generator.setSignature(ALGORITHM);
        generator.setIssuer(new X500Name("CN=acme CA"));
        generator.setStartDate(new Time(Date.from(Instant.EPOCH)));
        generator.setEndDate(new Time(Date.from(Instant.EPOCH)));
        generator.setSubject(new X500NameBuilder()
                .addRDN(BCStyle.CN, new DERUTF8String(commonName))
                .build());
        generator.setSubjectPublicKeyInfo(KEY);
        if (!uris.isEmpty()) {
            generator.setExtensions(new Extensions(extension(uris)));
        }
        return generator.generateTBSCertificate();
    }

    private static Extension extension(List<String> uris) {
        ASN1EncodableVector names = new ASN1EncodableVector();
        for (String uri : uris) {
            // By a GeneralName of a text, all but ASCII would become other letters.
            names.add(new DERTaggedObject(
                    false, GeneralName.uniformResourceIdentifier, new DEROctetString(uri.getBytes(UTF_8))));
        }
        try {
            return Extension.create(Extension.subjectAlternativeName, false, new DERSequence(names));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
