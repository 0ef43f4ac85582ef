package dev.mastio.proxy.pki;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.crypto.Sha256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;

/** Decides which public keys in JWK form may sign DPoP proofs, and names them. */
public final class PublicJwk {

    private static final X9ECParameters P256 = SECNamedCurves.getByName("secp256r1");
    private static final int COORDINATE_BYTES = 32;
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 4096;
    private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private PublicJwk() {}

    /**
     * The RFC 7638 thumbprint of a key, computed from its numbers, so that every spelling of a key has the same.
     *
     * @throws UnacceptableKeyException if it holds private parts, or is no EC key on P-256 nor an RSA key
     */
    public static String thumbprint(JsonNode jwk) throws UnacceptableKeyException {
        if (jwk.isEmpty()) {
            throw new UnacceptableKeyException("jwk is empty");
        }
        if (PRIVATE.stream().anyMatch(jwk::has)) {
            throw new UnacceptableKeyException("jwk contains private key material");
        }
        return switch (jwk.path("kty").asText()) {
            case "EC" -> ec(jwk);
            case "RSA" -> rsa(jwk);
            default -> throw new UnacceptableKeyException("jwk kty must be EC or RSA");
        };
    }

    private static String ec(JsonNode jwk) throws UnacceptableKeyException {
        if (!"P-256".equals(jwk.path("crv").asText())) {
            throw new UnacceptableKeyException("jwk crv must be P-256");
        }
        byte[] x = bytes(jwk, "x");
        byte[] y = bytes(jwk, "y");
        if (x.length != COORDINATE_BYTES || y.length != COORDINATE_BYTES || !isOnCurve(x, y)) {
            throw new UnacceptableKeyException("jwk is malformed: not a point on P-256");
        }
        return text(
                Sha256.of("{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + text(x) + "\",\"y\":\"" + text(y) + "\"}"));
    }

    private static String rsa(JsonNode jwk) throws UnacceptableKeyException {
        BigInteger modulus = new BigInteger(1, bytes(jwk, "n"));
        BigInteger exponent = new BigInteger(1, bytes(jwk, "e"));
        if (modulus.bitLength() < MIN_RSA_BITS || modulus.bitLength() > MAX_RSA_BITS) {
            throw new UnacceptableKeyException(
                    "jwk RSA key must have from " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits");
        }
        if (!exponent.testBit(0) || exponent.bitLength() < 2 || exponent.bitLength() > Integer.SIZE) {
            throw new UnacceptableKeyException("jwk RSA exponent must be odd, from 3 to 2^32");
        }
        return text(Sha256.of("{\"e\":\"" + text(exponent) + "\",\"kty\":\"RSA\",\"n\":\"" + text(modulus) + "\"}"));
    }

    private static boolean isOnCurve(byte[] x, byte[] y) {
        try {
            return P256.getCurve()
                    .createPoint(new BigInteger(1, x), new BigInteger(1, y))
                    .isValid();
        } catch (IllegalArgumentException e) {
            // A coordinate beyond the field.
            return false;
        }
    }

    private static byte[] bytes(JsonNode jwk, String name) throws UnacceptableKeyException {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(jwk.path(name).asText());
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // falls through: as bad as none
        }
        throw new UnacceptableKeyException("jwk is malformed: " + name + " is missing or not base64url");
    }

    private static String text(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return text(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
