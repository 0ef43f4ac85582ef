package dev.mastio.operator.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the two kinds of certificate that a self-managed PKI consists of, and Org Roots, all with P-256 keys. */
final class Issuer {

    private static final Duration CA_LIFE = Duration.ofDays(3650);
    private static final Duration SERVER_LIFE = Duration.ofDays(365);
    private static final Duration ROOT_LIFE = Duration.ofDays(15 * 365);

    /** What the proxy names an organisation by that nobody has named. */
    private static final int DIGITS = 16;

    /** Clients whose clock is behind must not refuse a certificate that was made a moment ago. */
    private static final Duration SKEW = Duration.ofHours(1);

    private final SecureRandom random = new SecureRandom();

    KeyedCertificate newAuthority(String namespace, String instance, Instant now) throws GeneralSecurityException {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, namespace)
                .addRDN(BCStyle.CN, instance + " Mastio CA")
                .build();
        KeyPair keys = newKeys();
        return authority(name, keys.getPublic(), keys.getPrivate(), now);
    }

    /** An authority over one more, which issues to agents; the proxy describes the same in its own words. */
    KeyedCertificate newOrgRoot(Optional<String> organisation, Instant now) throws GeneralSecurityException {
        KeyPair keys = newKeys();
        String org = organisation.isPresent() ? organisation.get() : fingerprint(keys.getPublic());
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, org + " CA")
                .addRDN(BCStyle.O, org)
                .build();
        X509v3CertificateBuilder builder = authority(name, keys.getPublic(), 1, now, ROOT_LIFE);
        try {
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
        } catch (CertIOException e) {
            throw new GeneralSecurityException("an extension of the Org Root can't be encoded", e);
        }
        return new KeyedCertificate(signed(builder, keys.getPrivate()), keys.getPrivate());
    }

    /** The same name and key for longer: who trusts the old certificate accepts servers of the new one, and the other way round. */
    KeyedCertificate renewAuthority(KeyedCertificate old, Instant now) throws GeneralSecurityException {
        X500Name name = nameOf(old.certificate());
        return authority(name, old.certificate().getPublicKey(), old.key(), now);
    }

    KeyedCertificate newServer(KeyedCertificate authority, Collection<String> dnsNames, Instant now)
            throws GeneralSecurityException {
        KeyPair keys = newKeys();
        X509v3CertificateBuilder builder =
                builder(nameOf(authority.certificate()), new X500Name("CN=Mastio"), keys.getPublic(), now, SERVER_LIFE);
        GeneralName[] names = dnsNames.stream()
                .map(dnsName -> new GeneralName(GeneralName.dNSName, dnsName))
                .toArray(GeneralName[]::new);
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            identifiers.createAuthorityKeyIdentifier(
                                    authority.certificate().getPublicKey()));
        } catch (CertIOException e) {
            throw new GeneralSecurityException("an extension of the server certificate can't be encoded", e);
        }
        return new KeyedCertificate(signed(builder, authority.key()), keys.getPrivate());
    }

    private KeyedCertificate authority(X500Name name, PublicKey publicKey, PrivateKey key, Instant now)
            throws GeneralSecurityException {
        return new KeyedCertificate(signed(authority(name, publicKey, 0, now, CA_LIFE), key), key);
    }

    /** @param below how many authorities may stand between this one and a leaf */
    private X509v3CertificateBuilder authority(
            X500Name name, PublicKey publicKey, int below, Instant now, Duration life) throws GeneralSecurityException {
        X509v3CertificateBuilder builder = builder(name, name, publicKey, now, life);
        try {
            return builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(below))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(publicKey));
        } catch (CertIOException e) {
            throw new GeneralSecurityException("an extension of the CA certificate can't be encoded", e);
        }
    }

    private static String fingerprint(PublicKey key) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    }

    private X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey publicKey, Instant now, Duration life) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, random).setBit(126),
                Date.from(now.minus(SKEW)),
                Date.from(now.plus(life)),
                subject,
                publicKey);
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("the CA's key can't sign", e);
        }
    }

    private static X500Name nameOf(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }
}
