package dev.mastio.proxy.pki;

import dev.mastio.proxy.crypto.SignatureEngine;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** Decides which public keys that others bring are good enough to be certified, before anything is computed with them. */
public final class OfferedKey {

    private static final int MIN_RSA_BITS = 2048;
    /** Twice as long costs a verification four times as much, and a signature eight times; nobody needs it for a year. */
    private static final int MAX_RSA_BITS = 4096;
    /** With a larger exponent a verification would cost as much as a signature. */
    private static final BigInteger MAX_EXPONENT = BigInteger.ONE.shiftLeft(32);

    private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(3);
    private static final Map<ASN1ObjectIdentifier, String> CURVES = Map.of(
            X9ObjectIdentifiers.prime256v1, "P-256",
            SECObjectIdentifiers.secp384r1, "P-384",
            SECObjectIdentifiers.secp521r1, "P-521");

    private OfferedKey() {}

    /**
     * Reads a key in PEM.
     *
     * @throws UnacceptableKeyException if it is none, or not good enough
     */
    public static PublicKey fromPem(String text) throws UnacceptableKeyException {
        try {
            return accepted(Pem.publicKey(text));
        } catch (UnreadablePemException e) {
            throw new UnacceptableKeyException(String.valueOf(e.getMessage()), e);
        }
    }

    static PublicKey accepted(SubjectPublicKeyInfo info) throws UnacceptableKeyException {
        ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
        try {
            if (X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm)) {
                checkCurve(info);
                return SignatureEngine.current().ecKeys().generatePublic(new X509EncodedKeySpec(info.getEncoded()));
            }
            if (PKCSObjectIdentifiers.rsaEncryption.equals(algorithm)) {
                checkNumbers(RSAPublicKey.getInstance(info.parsePublicKey()));
                return SignatureEngine.current().rsaKeys().generatePublic(new X509EncodedKeySpec(info.getEncoded()));
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new UnacceptableKeyException("not a well-formed public key", e);
        }
        throw new UnacceptableKeyException("unsupported key type, must be RSA or EC");
    }

    private static void checkCurve(SubjectPublicKeyInfo info) throws UnacceptableKeyException, IOException {
        if (!(info.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve)
                || !CURVES.containsKey(curve)) {
            throw new UnacceptableKeyException("unsupported curve, must be one of P-256, P-384, P-521");
        }
        // Throws when the point is not on the curve, which the providers only find when they use it, if at all.
        PublicKeyFactory.createKey(info);
    }

    private static void checkNumbers(RSAPublicKey key) throws UnacceptableKeyException {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
            throw new UnacceptableKeyException(
                    "RSA key must have from " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits");
        }
        BigInteger exponent = key.getPublicExponent();
        if (exponent.compareTo(MIN_EXPONENT) < 0 || exponent.compareTo(MAX_EXPONENT) > 0 || !exponent.testBit(0)) {
            throw new UnacceptableKeyException("RSA public exponent must be odd, from 3 to 2^32");
        }
        if (!key.getModulus().testBit(0) || key.getModulus().signum() < 0) {
            throw new UnacceptableKeyException("not a well-formed public key");
        }
    }
}
