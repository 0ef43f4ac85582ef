package dev.mastio.proxy.pki;

import java.time.Duration;
import java.time.Instant;

/** How near a certificate of ours is to its end, and so what to do about it. */
enum Expiry {
    FAR,
    /** Somebody should know. */
    WITHIN_HALF_A_YEAR,
    /** Somebody must know. */
    WITHIN_TWO_MONTHS,
    /** It has to be replaced. */
    WITHIN_A_MONTH;

    private static final Duration HALF_A_YEAR = Duration.ofDays(180);
    private static final Duration TWO_MONTHS = Duration.ofDays(60);
    private static final Duration MONTH = Duration.ofDays(30);

    static Expiry of(Instant notAfter, Instant now) {
        Duration left = Duration.between(now, notAfter);
        if (left.compareTo(MONTH) < 0) {
            return WITHIN_A_MONTH;
        }
        if (left.compareTo(TWO_MONTHS) < 0) {
            return WITHIN_TWO_MONTHS;
        }
        return left.compareTo(HALF_A_YEAR) < 0 ? WITHIN_HALF_A_YEAR : FAR;
    }
}
