package dev.mastio.bench.auth;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.conscrypt.Conscrypt;

/** Signs compact JWS with ES256, by Conscrypt, which leaves most of the machine to the server. */
final class Es256 {

    private static final Provider PROVIDER = Conscrypt.newProvider();
    private static final int BYTES = 32;

    private Es256() {}

    static KeyPair newPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** A key in PKCS#8 as PEM. */
    static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("EC", PROVIDER).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    static String jwk(KeyPair pair) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}"
                .formatted(
                        base64(fixed(key.getW().getAffineX().toByteArray())),
                        base64(fixed(key.getW().getAffineY().toByteArray())));
    }

    /** Header and payload are JSON; the header is given encoded, since it repeats. */
    static String jws(String encodedHeader, String payload, PrivateKey key) throws GeneralSecurityException {
        String input = encodedHeader + "." + base64(payload.getBytes(StandardCharsets.UTF_8));
        Signature signer = Signature.getInstance("SHA256withECDSA", PROVIDER);
        signer.initSign(key);
        signer.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + base64(joined(signer.sign()));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** From the DER that providers make to the form of JOSE. */
    private static byte[] joined(byte[] der) {
        int r = der[3];
        byte[] joined = new byte[2 * BYTES];
        System.arraycopy(fixed(new BigInteger(der, 4, r).toByteArray()), 0, joined, 0, BYTES);
        System.arraycopy(fixed(new BigInteger(der, 6 + r, der[5 + r]).toByteArray()), 0, joined, BYTES, BYTES);
        return joined;
    }

    private static byte[] fixed(byte[] number) {
        byte[] fixed = new byte[BYTES];
        int digits = Math.min(number.length, BYTES);
        System.arraycopy(number, number.length - digits, fixed, BYTES - digits, digits);
        return fixed;
    }
}
