package dev.mastio.proxy.auth.jose;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/** The signature algorithms there are. Which of them may be used where is the caller's choice, never the token's. */
public enum JwsAlgorithm {
    /** ECDSA over P-256 with SHA-256. */
    ES256 {
        @Override
        boolean fits(PublicKey key) {
            return key instanceof ECPublicKey ec && P256.isCurveOf(ec);
        }

        @Override
        boolean check(PublicKey key, byte[] input, byte[] signature) throws GeneralSecurityException {
            Optional<byte[]> der = EcdsaForm.der(signature);
            return der.isPresent() && matches(SignatureEngine.current().ecdsa(), key, input, der.get());
        }
    },
    /** RSASSA-PSS with SHA-256 and a salt of 32 bytes. */
    PS256 {
        @Override
        boolean fits(PublicKey key) {
            return fitsRsa(key);
        }

        @Override
        boolean check(PublicKey key, byte[] input, byte[] signature) throws GeneralSecurityException {
            return matches(SignatureEngine.current().rsaPss(), key, input, signature);
        }
    },
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256 {
        @Override
        boolean fits(PublicKey key) {
            return fitsRsa(key);
        }

        @Override
        boolean check(PublicKey key, byte[] input, byte[] signature) throws GeneralSecurityException {
            return matches(SignatureEngine.current().rsa(), key, input, signature);
        }
    };

    private static final int MIN_RSA_BITS = 2048;
    /** Verification costs grow with the key, and whoever sends it pays nothing. */
    private static final int MAX_RSA_BITS = 4096;

    private static final int MAX_EXPONENT_BITS = 32;

    abstract boolean fits(PublicKey key);

    abstract boolean check(PublicKey key, byte[] input, byte[] signature) throws GeneralSecurityException;

    /** The algorithm of that name; empty for every other name, {@code none} and {@code HS256} among them. */
    public static Optional<JwsAlgorithm> named(String name) {
        for (JwsAlgorithm algorithm : values()) {
            if (algorithm.name().equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** Whether that is a signature of that input by that key; false for keys of another kind or too weak, and for anything malformed. */
    public boolean verifies(PublicKey key, byte[] input, byte[] signature) {
        try {
            return fits(key) && check(key, input, signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            // Providers throw for some malformed signatures and keys and return false for others; to us they are all
            // one.
            return false;
        }
    }

    private static boolean matches(Signature verifier, PublicKey key, byte[] input, byte[] signature)
            throws GeneralSecurityException {
        verifier.initVerify(key);
        verifier.update(input);
        return verifier.verify(signature);
    }

    private static boolean fitsRsa(PublicKey key) {
        if (!(key instanceof RSAPublicKey rsa)) {
            return false;
        }
        int bits = rsa.getModulus().bitLength();
        return bits >= MIN_RSA_BITS
                && bits <= MAX_RSA_BITS
                && rsa.getPublicExponent().bitLength() <= MAX_EXPONENT_BITS;
    }
}
