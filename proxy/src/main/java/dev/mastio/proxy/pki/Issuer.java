package dev.mastio.proxy.pki;

import dev.mastio.proxy.crypto.CertificationKeys;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/**
 * A certificate with its key, which signs others.
 *
 * @param certificate of the authority itself
 */
record Issuer(X509Certificate certificate, PrivateKey key) {

    /** Clocks of clients and replicas differ a little; a new certificate must work at once everywhere. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A root that signs itself. */
    static Issuer selfSigned(Template template, KeyPair pair, Instant now) {
        X500Name name = template.subject();
        Instant until = now.plus(template.validity());
        return new Issuer(
                sign(template, name, pair.getPublic(), identifier(pair.getPublic()), pair.getPrivate(), now, until),
                pair.getPrivate());
    }

    /** A certificate for that key, valid no longer than this authority's own. */
    X509Certificate issue(Template template, PublicKey subject, Instant now) {
        Instant mine = certificate.getNotAfter().toInstant();
        Instant until = now.plus(template.validity());
        X500Name name =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return sign(template, name, subject, identifier(), key, now, until.isAfter(mine) ? mine : until);
    }

    /** As its certificate has it, which somebody else may have made: clients compare the two, and there is more than one way to count. */
    private AuthorityKeyIdentifier identifier() {
        byte[] own = certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        return own == null
                ? identifier(certificate.getPublicKey())
                : new AuthorityKeyIdentifier(SubjectKeyIdentifier.getInstance(
                                ASN1OctetString.getInstance(own).getOctets())
                        .getKeyIdentifier());
    }

    private static AuthorityKeyIdentifier identifier(PublicKey key) {
        return identifiers().createAuthorityKeyIdentifier(key);
    }

    private static JcaX509ExtensionUtils identifiers() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private static X509Certificate sign(
            Template template,
            X500Name issuerName,
            PublicKey subject,
            AuthorityKeyIdentifier issuer,
            PrivateKey issuerKey,
            Instant now,
            Instant until) {
        var builder = new X509v3CertificateBuilder(
                issuerName,
                new BigInteger(SERIAL_BITS, RANDOM).setBit(0),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(until),
                template.subject(),
                SubjectPublicKeyInfo.getInstance(subject.getEncoded()));
        try {
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers().createSubjectKeyIdentifier(subject));
            builder.addExtension(Extension.authorityKeyIdentifier, false, issuer);
            for (Extension extension : template.extensions()) {
                builder.addExtension(extension);
            }
            return new JcaX509CertificateConverter().getCertificate(builder.build(CertificationKeys.signer(issuerKey)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("what we make is well-formed", e);
        }
    }

    /** Never shows the key: records end up in log lines. */
    @Override
    public String toString() {
        return "Issuer[" + certificate.getSubjectX500Principal() + "]";
    }
}
