package dev.mastio.proxy.pki;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mastio.proxy.crypto.SignatureEngine;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;

/** Proof that who brings a public key holds its private key: a signature over a text that says what it is for. */
public final class PossessionProof {

    private static final int HASH_BYTES = 32;

    private PossessionProof() {}

    /**
     * Whether this is the key's signature over that text: ECDSA with SHA-256 in DER, or RSA-PSS with SHA-256 and the longest salt
     * that fits, which must have exactly that length.
     *
     * @param signature in base64url, padded or not
     */
    public static boolean holds(PublicKey key, String text, String signature) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(signature);
            Signature verifier = verifier(key);
            verifier.update(text.getBytes(UTF_8));
            return verifier.verify(bytes);
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return false;
        }
    }

    private static Signature verifier(PublicKey key) throws GeneralSecurityException {
        if (key instanceof RSAPublicKey rsa) {
            int encoded = (rsa.getModulus().bitLength() - 1 + Byte.SIZE - 1) / Byte.SIZE;
            int salt = encoded - HASH_BYTES - 2;
            Signature verifier = Signature.getInstance("RSASSA-PSS");
            verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
            verifier.initVerify(rsa);
            return verifier;
        }
        Signature verifier = SignatureEngine.current().ecdsa();
        verifier.initVerify(key);
        return verifier;
    }
}
