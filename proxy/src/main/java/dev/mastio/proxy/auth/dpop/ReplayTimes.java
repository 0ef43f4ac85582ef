package dev.mastio.proxy.auth.dpop;

import java.time.InstantSource;

/** For how long a used proof is remembered: for as long as it would be good, and for five minutes at least. In seconds since 1970. */
record ReplayTimes(InstantSource clock, ProofWindow window) {

    private static final long LEAST_KEPT_SECONDS = 300;
    /** For which a use may wait for the store, twice, after its proof was found to be in its time. */
    private static final long WAITED_SECONDS = 30;
    /** Expiries are rounded up to this: fewer different values keep their index small. */
    private static final long ROUNDED_TO_SECONDS = 10;

    long now() {
        return clock.instant().getEpochSecond();
    }

    long expiry() {
        long exact = now() + Math.max(LEAST_KEPT_SECONDS, window.length().toSeconds() + 1 + WAITED_SECONDS);
        return Math.ceilDiv(exact, ROUNDED_TO_SECONDS) * ROUNDED_TO_SECONDS;
    }
}
