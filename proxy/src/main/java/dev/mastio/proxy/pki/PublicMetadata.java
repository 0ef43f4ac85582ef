package dev.mastio.proxy.pki;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.wire.Json;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** What everybody may know: documents made from an {@link Authority}. */
final class PublicMetadata {

    private static final int COORDINATE_BYTES = 32;

    private PublicMetadata() {}

    /** The keys whose tokens are good now, as a list of JWKs. */
    static ArrayNode keys(Authority authority, Instant now) {
        ArrayNode keys = Json.object().arrayNode();
        for (TokenKey key : authority.tokenKeys(now)) {
            ECPublicKey point = (ECPublicKey) key.publicKey();
            // In the order of names: the entity tag is over the keys sorted.
            keys.addObject()
                    .put("alg", "ES256")
                    .put("crv", "P-256")
                    .put("kid", key.kid())
                    .put("kty", "EC")
                    .put("use", "sig")
                    .put("x", coordinate(point.getW().getAffineX()))
                    .put("y", coordinate(point.getW().getAffineY()));
        }
        return keys;
    }

    /** What a client needs to know before it can enrol. */
    static ObjectNode bootstrap(Optional<Authority> authority, String trustDomain) {
        ObjectNode document = Json.object()
                .put("version", 1)
                .put("mode", authority.isPresent() ? "configured" : "setup")
                .put("org_id", authority.map(Authority::org).orElse(null))
                .put("trust_domain", trustDomain)
                .put(
                        "ca_fingerprint_sha256",
                        authority.map(known -> Fingerprints.of(known.root())).orElse(null));
        document.putObject("urls")
                .put("ca", "/pki/ca.crt")
                .put("enrollment_start", "/v1/enrollment/start")
                .put("enrollment_status_template", "/v1/enrollment/{session_id}/status")
                .put("jwks", "/.well-known/jwks-local.json");
        return document;
    }

    /**
     * The Org Root first, so that its fingerprint is that of the file; the Intermediates after it, because clients that verify a peer's
     * certificate against this file go up one step only.
     */
    static String caFile(Authority authority, Instant now) {
        return Pem.text(authority.anchors(now));
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, padded, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(padded);
    }
}
