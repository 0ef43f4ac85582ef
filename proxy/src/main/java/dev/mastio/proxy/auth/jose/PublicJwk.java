package dev.mastio.proxy.auth.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.crypto.Sha256;
import dev.mastio.proxy.crypto.SignatureEngine;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.List;

/** A public key as JSON. */
public final class PublicJwk {

    /** Names that only private and symmetric keys have. */
    private static final List<String> SECRETS = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private final String canonical;
    private final Maker maker;

    @FunctionalInterface
    private interface Maker {
        PublicKey make() throws GeneralSecurityException;
    }

    private PublicJwk(String canonical, Maker maker) {
        this.canonical = canonical;
        this.maker = maker;
    }

    /** Whether somebody sent us more than the public half. */
    public static boolean holdsSecrets(ObjectNode jwk) {
        return SECRETS.stream().anyMatch(jwk::has);
    }

    /**
     * Reads one.
     *
     * @throws MalformedJoseException if it is of another kind than EC or RSA, or a member of it is missing or not strict base64url
     */
    public static PublicJwk of(ObjectNode jwk) throws MalformedJoseException {
        return switch (text(jwk, "kty")) {
            case "EC" -> ellipticCurve(text(jwk, "crv"), number(jwk, "x"), number(jwk, "y"));
            case "RSA" -> rsa(number(jwk, "n"), number(jwk, "e"));
            default -> throw new MalformedJoseException("unknown kind of key");
        };
    }

    private static PublicJwk ellipticCurve(String curve, BigInteger x, BigInteger y) throws MalformedJoseException {
        if (!curve.equals("P-256")) {
            return new PublicJwk("", () -> {
                throw new InvalidKeyException("only P-256");
            });
        }
        byte[] fixedX = coordinate(x);
        byte[] fixedY = coordinate(y);
        return new PublicJwk(
                "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + Base64Url.encode(fixedX) + "\",\"y\":\""
                        + Base64Url.encode(fixedY) + "\"}",
                () -> P256.key(fixedX, fixedY));
    }

    private static PublicJwk rsa(BigInteger modulus, BigInteger exponent) {
        return new PublicJwk(
                "{\"e\":\"" + Base64Url.encode(unsigned(exponent)) + "\",\"kty\":\"RSA\",\"n\":\""
                        + Base64Url.encode(unsigned(modulus)) + "\"}",
                () -> SignatureEngine.current().rsaKeys().generatePublic(new RSAPublicKeySpec(modulus, exponent)));
    }

    /**
     * The key to verify with.
     *
     * @throws GeneralSecurityException if it is none, or not one that we verify with
     */
    public VerifyingKey key() throws GeneralSecurityException {
        return VerifyingKey.of(maker.make());
    }

    /** RFC 7638: SHA-256 over the members that identify the key, each in its one canonical form. Only of a key that {@link #key} could make. */
    public String thumbprint() {
        return Base64Url.encode(Sha256.of(canonical));
    }

    private static String text(ObjectNode jwk, String name) throws MalformedJoseException {
        JsonNode value = jwk.get(name);
        if (value == null || !value.isTextual()) {
            throw new MalformedJoseException(name + " is missing");
        }
        return value.textValue();
    }

    private static BigInteger number(ObjectNode jwk, String name) throws MalformedJoseException {
        byte[] bytes = Base64Url.decode(text(jwk, name));
        if (bytes.length == 0) {
            throw new MalformedJoseException(name + " is empty");
        }
        return new BigInteger(1, bytes);
    }

    private static byte[] coordinate(BigInteger number) throws MalformedJoseException {
        byte[] digits = unsigned(number);
        if (digits.length > P256.BYTES) {
            throw new MalformedJoseException("too large for P-256");
        }
        byte[] fixed = new byte[P256.BYTES];
        System.arraycopy(digits, 0, fixed, P256.BYTES - digits.length, digits.length);
        return fixed;
    }

    /** Big-endian without a sign: leading zeros, which nobody signs, are gone. */
    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes.length > 1 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }
}
