package dev.mastio.proxy.pki;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.conscrypt.Conscrypt;

/** Whose code signs and verifies: Conscrypt's where it loads, because the JDK's takes several times as long, else the JDK's. */
final class Crypto {

    private static final String P256 = "secp256r1";

    private Crypto() {}

    /** Loaded when first needed: it brings native code, which a start should not wait for. */
    private static final class Fast {
        static final Optional<Provider> PROVIDER = load();

        private static Optional<Provider> load() {
            try {
                Conscrypt.checkAvailability();
                return Optional.of(Conscrypt.newProvider());
            } catch (UnsatisfiedLinkError e) {
                return Optional.empty();
            }
        }
    }

    static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = Fast.PROVIDER.isPresent()
                    ? KeyPairGenerator.getInstance("EC", Fast.PROVIDER.get())
                    : KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(P256));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    static KeyFactory keyFactory(String algorithm) throws GeneralSecurityException {
        return Fast.PROVIDER.isPresent()
                ? KeyFactory.getInstance(algorithm, Fast.PROVIDER.get())
                : KeyFactory.getInstance(algorithm);
    }

    static Signature signature(String algorithm) throws GeneralSecurityException {
        return Fast.PROVIDER.isPresent()
                ? Signature.getInstance(algorithm, Fast.PROVIDER.get())
                : Signature.getInstance(algorithm);
    }

    /** Signs certificates with SHA-256. */
    static ContentSigner signer(PrivateKey key) {
        JcaContentSignerBuilder builder =
                new JcaContentSignerBuilder(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
        Fast.PROVIDER.ifPresent(builder::setProvider);
        try {
            return builder.build(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("a key that was checked when it came can sign", e);
        }
    }
}
