package dev.mastio.proxy.audit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.wire.Json;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;

/** Public keys as JWKs. */
public final class EcKeys {

    private static final int COORDINATE_BYTES = 32;

    private EcKeys() {}

    /**
     * A P-256 key.
     *
     * @throws GeneralSecurityException if it is none
     */
    public static PublicKey ofJwk(JsonNode jwk) throws GeneralSecurityException {
        if (!jwk.path("kty").asText().equals("EC") || !jwk.path("crv").asText().equals("P-256")) {
            throw new GeneralSecurityException("not a P-256 key");
        }
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(coordinate(jwk, "x"), coordinate(jwk, "y"));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    }

    /** As a JWK. */
    public static ObjectNode jwk(ECPublicKey key) {
        ECPoint point = key.getW();
        return Json.object()
                .put("crv", "P-256")
                .put("kty", "EC")
                .put("x", text(point.getAffineX()))
                .put("y", text(point.getAffineY()));
    }

    private static String text(BigInteger coordinate) {
        byte[] bytes = new byte[COORDINATE_BYTES];
        byte[] minimal = coordinate.toByteArray();
        int length = Math.min(minimal.length, COORDINATE_BYTES);
        System.arraycopy(minimal, minimal.length - length, bytes, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static BigInteger coordinate(JsonNode jwk, String name) throws GeneralSecurityException {
        try {
            BigInteger coordinate = new BigInteger(
                    1, Base64.getUrlDecoder().decode(jwk.path(name).asText()));
            // The JDK throws what it does not declare.
            if (coordinate.bitLength() > COORDINATE_BYTES * Byte.SIZE) {
                throw new GeneralSecurityException("no coordinate " + name);
            }
            return coordinate;
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("no coordinate " + name, e);
        }
    }
}
