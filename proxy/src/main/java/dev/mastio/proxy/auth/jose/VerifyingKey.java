package dev.mastio.proxy.auth.jose;

import dev.mastio.proxy.crypto.SignatureEngine;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * A public key that was looked at once: of a kind and size that we verify with, and in the form in which the engine needs it. Keep it
 * where the same key verifies often; making it can cost a tenth of a verification.
 */
public final class VerifyingKey {

    private static final int MIN_RSA_BITS = 2048;
    /** Verification costs grow with the key, and whoever sends it pays nothing. */
    private static final int MAX_RSA_BITS = 4096;

    private static final int MAX_EXPONENT_BITS = 32;

    private final PublicKey key;
    private final boolean rsa;

    private VerifyingKey(PublicKey key, boolean rsa) {
        this.key = key;
        this.rsa = rsa;
    }

    /**
     * That key to verify with.
     *
     * @throws GeneralSecurityException if it is neither on P-256 nor RSA of 2,048 to 4,096 bits
     */
    public static VerifyingKey of(PublicKey key) throws GeneralSecurityException {
        if (key instanceof ECPublicKey ec && P256.isCurveOf(ec)) {
            return new VerifyingKey(translated(SignatureEngine.current().ecKeys(), key), false);
        }
        if (key instanceof RSAPublicKey rsa && isAcceptable(rsa)) {
            return new VerifyingKey(translated(SignatureEngine.current().rsaKeys(), key), true);
        }
        throw new InvalidKeyException("neither on P-256 nor RSA of an acceptable size");
    }

    /** Whether it is an RSA key; else it is on P-256. */
    public boolean isRsa() {
        return rsa;
    }

    boolean matches(Signature verifier, byte[] input, byte[] signature) throws GeneralSecurityException {
        verifier.initVerify(key);
        verifier.update(input);
        return verifier.verify(signature);
    }

    private static PublicKey translated(KeyFactory engine, PublicKey key) throws GeneralSecurityException {
        return (PublicKey) engine.translateKey(key);
    }

    private static boolean isAcceptable(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        return bits >= MIN_RSA_BITS
                && bits <= MAX_RSA_BITS
                && key.getPublicExponent().bitLength() <= MAX_EXPONENT_BITS;
    }
}
