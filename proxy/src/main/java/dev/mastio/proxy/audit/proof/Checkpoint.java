package dev.mastio.proxy.audit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.audit.chain.CanonicalJson;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Optional;

/** The statement that a chain had that row at that time, signed as a compact JWS (ES256). */
public record Checkpoint(String orgId, long seq, String rowHash, String createdAt) {

    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

    /** Signs it. */
    public String signed(SigningKey key) throws GeneralSecurityException {
        String header = CanonicalJson.text(
                Json.object().put("alg", "ES256").put("kid", key.kid()).put("typ", "mastio-checkpoint+jwt"));
        String signed = encoded(header) + "." + encoded(CanonicalJson.text(payload()));
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(key.key());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    /** Whether that is this checkpoint, signed with that key. */
    public boolean isSignedBy(String jws, PublicKey key) {
        String[] parts = jws.split("\\.", -1);
        try {
            if (parts.length != 3 || !decoded(parts[1]).equals(CanonicalJson.text(payload()))) {
                return false;
            }
            if (!Json.read(decoded(parts[0])).path("alg").asText().equals("ES256")) {
                return false;
            }
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Which key a JWS says it is signed with. */
    public static Optional<String> kid(String jws) {
        try {
            JsonNode header = Json.read(decoded(jws.split("\\.", -1)[0]));
            return Optional.ofNullable(header.path("kid").textValue());
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private ObjectNode payload() {
        return Json.object()
                .put("chain_seq", seq)
                .put("created_at", createdAt)
                .put("org_id", orgId)
                .put("row_hash", rowHash);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
