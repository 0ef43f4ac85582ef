package dev.mastio.proxy.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Key pairs that certify and are certified, with the arithmetic of the engine: the JDK takes a tenth of a second for its first pair. */
public final class CertificationKeys {

    private static final String P256 = "secp256r1";

    private CertificationKeys() {}

    /** A new pair on P-256. */
    public static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = SignatureEngine.current().keyPairs("EC");
            generator.initialize(new ECGenParameterSpec(P256));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /** Whether they are the two halves of one pair. */
    public static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
        if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        byte[] sample = {1, 2, 3};
        try {
            Signature signature = SignatureEngine.current().signature(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            Signature verifier = SignatureEngine.current().signature(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(sample);
            return verifier.verify(signed);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** Signs certificates with SHA-256. */
    public static ContentSigner signer(PrivateKey key) {
        JcaContentSignerBuilder builder =
                new JcaContentSignerBuilder(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
        SignatureEngine.current().provider().ifPresent(builder::setProvider);
        try {
            return builder.build(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("a key that was checked when it came can sign", e);
        }
    }
}
