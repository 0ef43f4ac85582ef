package dev.mastio.proxy.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.wire.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** Keys, and what a client does with them, by the JDK alone: what we verify is made by other code than ours. */
public final class TestKeys {

    private TestKeys() {}

    public static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static KeyPair ec() {
        return ec("secp256r1");
    }

    public static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static ObjectNode jwk(KeyPair pair) {
        if (pair.getPublic() instanceof RSAPublicKey rsa) {
            return Json.object()
                    .put("e", number(rsa.getPublicExponent(), 0))
                    .put("kty", "RSA")
                    .put("n", number(rsa.getModulus(), 0));
        }
        ECPublicKey ec = (ECPublicKey) pair.getPublic();
        int size = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
        return Json.object()
                .put("crv", "P-" + size * 8)
                .put("kty", "EC")
                .put("x", number(ec.getW().getAffineX(), size))
                .put("y", number(ec.getW().getAffineY(), size));
    }

    public static String thumbprint(KeyPair pair) {
        return base64(sha256(Json.text(jwk(pair)).getBytes(StandardCharsets.UTF_8)));
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static byte[] sign(String algorithm, PrivateKey key, String text) {
        try {
            Signature signer = switch (algorithm) {
                case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format", "SunEC");
                case "ES384" -> Signature.getInstance("SHA384withECDSAinP1363Format", "SunEC");
                case "RS256" -> Signature.getInstance("SHA256withRSA", "SunRsaSign");
                case "PS256" -> Signature.getInstance("RSASSA-PSS", "SunRsaSign");
                default -> throw new AssertionError(algorithm);
            };
            if (algorithm.equals("PS256")) {
                signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signer.initSign(key);
            signer.update(text.getBytes(StandardCharsets.US_ASCII));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A compact JWS of that. */
    public static String jws(String algorithm, PrivateKey key, ObjectNode header, ObjectNode claims) {
        return jws(algorithm, key, Json.text(header), Json.text(claims));
    }

    /** A compact JWS of exactly that text. */
    public static String jws(String algorithm, PrivateKey key, String header, String claims) {
        String input =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        return input + "." + base64(sign(algorithm, key, input));
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Big-endian in base64url, filled up to that many bytes. */
    public static String number(BigInteger value, int size) {
        byte[] bytes = value.toByteArray();
        byte[] digits = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        byte[] filled = new byte[Math.max(size, digits.length)];
        System.arraycopy(digits, 0, filled, filled.length - digits.length, digits.length);
        return base64(filled);
    }
}
