package dev.mastio.proxy.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import org.conscrypt.Conscrypt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who does the arithmetic: Conscrypt, which verifies several times as fast, or the JDK where Conscrypt has no native library. */
public enum SignatureEngine {
    CONSCRYPT {
        @Override
        public Signature signature(String algorithm) throws NoSuchAlgorithmException {
            return Signature.getInstance(algorithm, Native.PROVIDER);
        }

        @Override
        public KeyFactory keys(String algorithm) throws NoSuchAlgorithmException {
            return KeyFactory.getInstance(algorithm, Native.PROVIDER);
        }

        @Override
        public KeyPairGenerator keyPairs(String algorithm) throws NoSuchAlgorithmException {
            return KeyPairGenerator.getInstance(algorithm, Native.PROVIDER);
        }

        @Override
        public Optional<Provider> provider() {
            return Optional.of(Native.PROVIDER);
        }
    },
    JDK {
        @Override
        public Signature signature(String algorithm) throws NoSuchAlgorithmException {
            return Signature.getInstance(algorithm);
        }

        @Override
        public KeyFactory keys(String algorithm) throws NoSuchAlgorithmException {
            return KeyFactory.getInstance(algorithm);
        }

        @Override
        public KeyPairGenerator keyPairs(String algorithm) throws NoSuchAlgorithmException {
            return KeyPairGenerator.getInstance(algorithm);
        }

        @Override
        public Optional<Provider> provider() {
            return Optional.empty();
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(SignatureEngine.class);
    private static final int SHA256_BYTES = 32;
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SHA256_BYTES, 1);

    /** Loaded when the first signature needs it, not when the process starts: the library takes its time. */
    private static final class Native {
        static final Provider PROVIDER = Conscrypt.newProvider();
    }

    private static final class Chosen {
        static final SignatureEngine ENGINE = best();

        private static SignatureEngine best() {
            try {
                Conscrypt.checkAvailability();
                return CONSCRYPT;
            } catch (UnsatisfiedLinkError e) {
                LOG.warn("Conscrypt does not load, the JDK verifies signatures, far slower: {}", e.getMessage());
                return JDK;
            }
        }
    }

    /** The best there is here. */
    public static SignatureEngine current() {
        return Chosen.ENGINE;
    }

    /** Signs and verifies by that algorithm, as the JDK names it. */
    public abstract Signature signature(String algorithm) throws NoSuchAlgorithmException;

    /** Reads keys of that kind. */
    public abstract KeyFactory keys(String algorithm) throws NoSuchAlgorithmException;

    /** Makes keys of that kind. */
    public abstract KeyPairGenerator keyPairs(String algorithm) throws NoSuchAlgorithmException;

    /** Itself, for libraries that ask for it; empty if it is the JDK. */
    public abstract Optional<Provider> provider();

    /** ES256, with signatures as DER. */
    public Signature ecdsa() throws GeneralSecurityException {
        return signature("SHA256withECDSA");
    }

    /** RS256. */
    public Signature rsa() throws GeneralSecurityException {
        return signature("SHA256withRSA");
    }

    /** PS256. */
    public Signature rsaPss() throws GeneralSecurityException {
        Signature signature = signature(this == CONSCRYPT ? "SHA256withRSA/PSS" : "RSASSA-PSS");
        signature.setParameter(PSS);
        return signature;
    }

    /** Reads EC keys. */
    public KeyFactory ecKeys() throws GeneralSecurityException {
        return keys("EC");
    }

    /** Reads RSA keys. */
    public KeyFactory rsaKeys() throws GeneralSecurityException {
        return keys("RSA");
    }
}
