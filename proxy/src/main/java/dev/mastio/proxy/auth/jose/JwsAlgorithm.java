package dev.mastio.proxy.auth.jose;

import dev.mastio.proxy.crypto.SignatureEngine;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** The signature algorithms there are. Which of them may be used where is the caller's choice, never the token's. */
public enum JwsAlgorithm {
    /** ECDSA over P-256 with SHA-256. */
    ES256(false) {
        @Override
        boolean check(VerifyingKey key, byte[] input, byte[] signature) throws GeneralSecurityException {
            Optional<byte[]> der = EcdsaForm.der(signature);
            return der.isPresent() && key.matches(SignatureEngine.current().ecdsa(), input, der.get());
        }
    },
    /** RSASSA-PSS with SHA-256 and a salt of 32 bytes. */
    PS256(true) {
        @Override
        boolean check(VerifyingKey key, byte[] input, byte[] signature) throws GeneralSecurityException {
            return key.matches(SignatureEngine.current().rsaPss(), input, signature);
        }
    },
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256(true) {
        @Override
        boolean check(VerifyingKey key, byte[] input, byte[] signature) throws GeneralSecurityException {
            return key.matches(SignatureEngine.current().rsa(), input, signature);
        }
    };

    private final boolean forRsa;

    JwsAlgorithm(boolean forRsa) {
        this.forRsa = forRsa;
    }

    abstract boolean check(VerifyingKey key, byte[] input, byte[] signature) throws GeneralSecurityException;

    /** The algorithm of that name; empty for every other name, {@code none} and {@code HS256} among them. */
    public static Optional<JwsAlgorithm> named(String name) {
        for (JwsAlgorithm algorithm : values()) {
            if (algorithm.name().equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** Whether that is a signature of that input by that key; false for a key of another kind, and for anything malformed. */
    public boolean verifies(VerifyingKey key, byte[] input, byte[] signature) {
        try {
            return key.isRsa() == forRsa && check(key, input, signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            // Providers throw for some malformed signatures and return false for others; to us they are all one.
            return false;
        }
    }
}
