package dev.mastio.proxy.auth.dpop;

import java.time.InstantSource;

/** For how long a used proof is remembered: for as long as it would be good, and for five minutes at least. In seconds since 1970. */
record ReplayTimes(InstantSource clock, ProofWindow window) {

    private static final long LEAST_KEPT_SECONDS = 300;
    /** Expiries are rounded up to this: fewer different values keep their index small. */
    private static final long ROUNDED_TO_SECONDS = 10;

    long now() {
        return clock.instant().getEpochSecond();
    }

    long expiry() {
        long exact = now() + Math.max(LEAST_KEPT_SECONDS, window.length().toSeconds() + 1);
        return Math.ceilDiv(exact, ROUNDED_TO_SECONDS) * ROUNDED_TO_SECONDS;
    }
}
