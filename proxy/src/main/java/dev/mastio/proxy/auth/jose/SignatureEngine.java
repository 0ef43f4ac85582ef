package dev.mastio.proxy.auth.jose;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.conscrypt.Conscrypt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who does the arithmetic: Conscrypt, which verifies several times as fast, or the JDK where Conscrypt has no native library. */
public enum SignatureEngine {
    CONSCRYPT {
        @Override
        Signature signature(String algorithm) throws NoSuchAlgorithmException {
            return Signature.getInstance(algorithm, Native.PROVIDER);
        }

        @Override
        KeyFactory keys(String algorithm) throws NoSuchAlgorithmException {
            return KeyFactory.getInstance(algorithm, Native.PROVIDER);
        }
    },
    JDK {
        @Override
        Signature signature(String algorithm) throws NoSuchAlgorithmException {
            return Signature.getInstance(algorithm);
        }

        @Override
        KeyFactory keys(String algorithm) throws NoSuchAlgorithmException {
            return KeyFactory.getInstance(algorithm);
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(SignatureEngine.class);
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, P256.BYTES, 1);

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

    abstract Signature signature(String algorithm) throws NoSuchAlgorithmException;

    abstract KeyFactory keys(String algorithm) throws NoSuchAlgorithmException;

    Signature ecdsa() throws GeneralSecurityException {
        return signature("SHA256withECDSA");
    }

    Signature rsa() throws GeneralSecurityException {
        return signature("SHA256withRSA");
    }

    Signature rsaPss() throws GeneralSecurityException {
        Signature signature = signature(this == CONSCRYPT ? "SHA256withRSA/PSS" : "RSASSA-PSS");
        signature.setParameter(PSS);
        return signature;
    }

    KeyFactory ecKeys() throws GeneralSecurityException {
        return keys("EC");
    }

    KeyFactory rsaKeys() throws GeneralSecurityException {
        return keys("RSA");
    }
}
