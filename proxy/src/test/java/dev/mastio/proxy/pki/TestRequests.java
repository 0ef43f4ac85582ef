package dev.mastio.proxy.pki;

import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** Certification requests, good ones and others. */
public final class TestRequests {

    private static final X500Name NAME = new X500Name("CN=whoever");

    private TestRequests() {}

    public static String signed(KeyPair pair) {
        return signed(pair, "SHA256withECDSA");
    }

    public static String signed(KeyPair pair, String algorithm) {
        return pem(request(info(pair), pair, algorithm, NAME));
    }

    public static String signedBy(KeyPair pair, KeyPair other) {
        return pem(request(info(pair), other, "SHA256withECDSA", NAME));
    }

    /** Signed for one name, sent with another. */
    public static String tampered(KeyPair pair) {
        CertificationRequest signed =
                request(info(pair), pair, "SHA256withECDSA", NAME).toASN1Structure();
        CertificationRequestInfo other = new CertificationRequestInfo(
                new X500Name("CN=admin"),
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()),
                new DERSet());
        return pem(new PKCS10CertificationRequest(
                new CertificationRequest(other, signed.getSignatureAlgorithm(), signed.getSignature())));
    }

    public static String unsigned(KeyPair pair) {
        CertificationRequest signed =
                request(info(pair), pair, "SHA256withECDSA", NAME).toASN1Structure();
        return pem(new PKCS10CertificationRequest(new CertificationRequest(
                signed.getCertificationRequestInfo(), signed.getSignatureAlgorithm(), new DERBitString(new byte[0]))));
    }

    /** Wants to be an authority, a server, somebody else. */
    public static String greedy(KeyPair pair) {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            extensions.addExtension(
                    Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage));
            extensions.addExtension(Extension.subjectAlternativeName, true, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://cullis.local/acme/admin"),
                new GeneralName(GeneralName.dNSName, "mastio.example")
            }));
            extensions.addExtension(
                    Extension.certificatePolicies,
                    false,
                    new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier("2.5.29.32.0"))));
            PKCS10CertificationRequestBuilder builder =
                    new PKCS10CertificationRequestBuilder(new X500Name("CN=acme::admin,O=acme"), info(pair));
            builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            return pem(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public static String hugeRsa() {
        try {
            SubjectPublicKeyInfo huge = new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    new RSAPublicKey(BigInteger.ONE.shiftLeft(16_383).setBit(0), BigInteger.valueOf(65537)));
            return pem(request(huge, TestKeys.rsa(2048), "SHA256withRSA", NAME));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public static String secp256k1() {
        byte[] point =
                SECNamedCurves.getByOID(SECObjectIdentifiers.secp256k1).getG().getEncoded(false);
        SubjectPublicKeyInfo key = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256k1), point);
        return pem(request(key, TestKeys.p256(), "SHA256withECDSA", NAME));
    }

    public static String offCurve(KeyPair pair) {
        byte[] key = pair.getPublic().getEncoded();
        key[key.length - 1] ^= 1;
        return pem(request(SubjectPublicKeyInfo.getInstance(key), pair, "SHA256withECDSA", NAME));
    }

    public static String certificate(KeyPair pair) {
        Authority authority = TestAuthority.made(Instant.parse("2026-06-01T12:00:00Z"));
        return Pem.text(authority.certifyAgent("alice", pair.getPublic(), Instant.parse("2026-06-01T12:00:00Z")));
    }

    public static String cutOff(KeyPair pair) {
        try {
            byte[] der = request(info(pair), pair, "SHA256withECDSA", NAME).getEncoded();
            return pem(Arrays.copyOf(der, der.length - 30));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** As deep as the field is long. */
    public static String nested() {
        byte[] der = new byte[5_800];
        for (int i = 0; i < der.length; i += 2) {
            der[i] = 0x30;
            der[i + 1] = (byte) 0x80;
        }
        return pem(der);
    }

    private static SubjectPublicKeyInfo info(KeyPair pair) {
        return SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
    }

    private static PKCS10CertificationRequest request(
            SubjectPublicKeyInfo key, KeyPair signer, String algorithm, X500Name name) {
        try {
            return new PKCS10CertificationRequestBuilder(name, key)
                    .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(PKCS10CertificationRequest request) {
        try {
            return pem(request.getEncoded());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE REQUEST-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END CERTIFICATE REQUEST-----\n";
    }
}
