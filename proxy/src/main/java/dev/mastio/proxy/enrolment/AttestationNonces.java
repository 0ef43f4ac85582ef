package dev.mastio.proxy.enrolment;

import dev.mastio.proxy.pki.SharedKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces for TPM quotes. The id says when it ends and carries a mark of ours, so nobody has to remember those that were given away: asking
 * for one is anonymous and must cost nothing. That each is used once is seen to where sessions are stored.
 */
public final class AttestationNonces {

    static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final int RANDOM_BYTES = 16;
    private static final int MARK_BYTES = 16;
    private static final int BODY_BYTES = Long.BYTES + RANDOM_BYTES;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SharedKey key;
    private final InstantSource clock;

    public AttestationNonces(SharedKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** One of them: what to sign, and what to call it. */
    public record Nonce(String id, String value, Instant expiresAt) {}

    /** A new one. */
    public Nonce next() throws SQLException {
        Instant expiresAt = clock.instant().plus(LIFETIME);
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .putLong(expiresAt.getEpochSecond())
                .put(random)
                .array();
        byte[] id = Arrays.copyOf(body, BODY_BYTES + MARK_BYTES);
        System.arraycopy(mac("id", body), 0, id, BODY_BYTES, MARK_BYTES);
        return new Nonce(
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                Base64.getEncoder().encodeToString(mac("value", id)),
                expiresAt);
    }

    /** Whether that one was given here and has not ended. */
    boolean isGood(String id) throws SQLException {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (bytes.length != BODY_BYTES + MARK_BYTES) {
            return false;
        }
        byte[] body = Arrays.copyOf(bytes, BODY_BYTES);
        byte[] mark = Arrays.copyOfRange(bytes, BODY_BYTES, bytes.length);
        return MessageDigest.isEqual(mark, Arrays.copyOf(mac("id", body), MARK_BYTES))
                && clock.instant().getEpochSecond() < ByteBuffer.wrap(body).getLong();
    }

    private byte[] mac(String purpose, byte[] bytes) throws SQLException {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
            mac.update(("attestation-" + purpose).getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
