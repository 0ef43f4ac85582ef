package dev.mastio.proxy.auth.dpop;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The nonces that proofs carry. Made of a key that all replicas share and of the time, so that each replica accepts what any other has
 * handed out, after a restart too, and none has to tell the others.
 */
public final class Nonces {

    private static final long LIFETIME_SECONDS = 300;
    /** Replicas whose clocks differ by this much still agree. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private static final int BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final Supplier<Optional<SecretKey>> key;
    private final InstantSource clock;
    private volatile @Nullable Issued latest;

    private record Issued(long period, String value) {}

    /**
     * Nonces under a key.
     *
     * @param key empty as long as it is not known; asked on I/O threads, so it must not wait
     */
    public Nonces(Supplier<Optional<SecretKey>> key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** A key for {@link Nonces}. */
    public static SecretKey key(byte[] secret) {
        return new SecretKeySpec(secret, ALGORITHM);
    }

    /** The one to hand out now; empty as long as there is no key. */
    public Optional<String> current() {
        long period = period(clock.instant());
        Issued known = latest;
        if (known != null && known.period == period) {
            return Optional.of(known.value);
        }
        return key.get().map(secret -> {
            Issued fresh = new Issued(period, of(period, secret));
            latest = fresh;
            return fresh.value;
        });
    }

    /** Whether it is the current one or the one before, by our clock or that of a replica a little ahead. */
    public boolean accepts(String nonce) {
        Instant now = clock.instant();
        long newest = period(now.plus(CLOCK_SKEW));
        long oldest = period(now) - 1;
        return key.get()
                .map(secret ->
                        LongStream.rangeClosed(oldest, newest).anyMatch(period -> equal(nonce, of(period, secret))))
                .orElse(false);
    }

    private static long period(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), LIFETIME_SECONDS);
    }

    private static boolean equal(String given, String right) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.US_ASCII));
    }

    private static String of(long period, SecretKey secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] digest = mac.doFinal(("dpop-nonce|" + period).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
