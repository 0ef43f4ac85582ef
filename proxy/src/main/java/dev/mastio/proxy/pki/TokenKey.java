package dev.mastio.proxy.pki;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that signs tokens, or did.
 *
 * @param key absent once another one took its place
 * @param replaced when another one took its place
 * @param until tokens that it signed are good no longer than this
 */
public record TokenKey(
        String kid,
        PublicKey publicKey,
        Optional<PrivateKey> key,
        X509Certificate certificate,
        Instant since,
        Optional<Instant> replaced,
        Instant until) {

    /** Another replica may have made it, whose clock is ahead. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(2);

    /** Whether tokens that it signed are good now. */
    public boolean isValid(Instant now) {
        return !now.isBefore(since.minus(CLOCK_SKEW)) && now.isBefore(until);
    }

    /** Never shows the key: records end up in log lines. */
    @Override
    public String toString() {
        return "TokenKey[" + kid + ", until " + until + "]";
    }
}
