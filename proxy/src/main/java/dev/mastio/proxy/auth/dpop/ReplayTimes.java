package dev.mastio.proxy.auth.dpop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * For how long a used proof is remembered: for as long as it would be good, and for five minutes at least. In seconds since 1970.
 *
 * <p>Whether it is good is told by the wall clock, which somebody may set forward and back again. So what is forgotten goes by the least
 * that this clock was ahead of the machine's uptime in the last minutes: set back it is believed at once, set forward only when nothing
 * is left that was used before. What {@link FormerUses} says of earlier processes counts as well: a process knows nothing of the clock
 * before its start.
 */
final class ReplayTimes {

    private static final long LEAST_KEPT_SECONDS = 300;
    /** For which a use may wait for the store, twice, after its proof was found to be in its time. */
    private static final long WAITED_SECONDS = 30;
    /** By which clocks may differ at least. */
    private static final long DIFFERENCE_SECONDS = 60;
    /** Expiries are rounded up to this: fewer different values keep their index small. */
    private static final long ROUNDED_TO_SECONDS = 10;

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final long keptSeconds;
    private final long toleratedLag;
    private final long start;

    /** Milliseconds by which the clock is ahead of the uptime: the least of a while that is over, and of the one that is not. */
    private long leastAhead;

    private long leastAheadSince;
    private long since;
    private FormerUses former = FormerUses.NONE;

    /**
     * Times by that clock.
     *
     * @param nanos runs on evenly, whatever the clock does, as {@link System#nanoTime} does
     */
    ReplayTimes(InstantSource clock, LongSupplier nanos, ProofWindow window) {
        this.clock = clock;
        this.nanos = nanos;
        long good = window.length().toSeconds() + 1 + WAITED_SECONDS;
        this.keptSeconds = Math.max(LEAST_KEPT_SECONDS, good + DIFFERENCE_SECONDS);
        this.toleratedLag = keptSeconds - good;
        this.start = uptime();
        this.since = start;
        this.leastAhead = clock.millis() - since;
        this.leastAheadSince = leastAhead;
    }

    /** By which what has expired may be forgotten; never later than the clock says. */
    synchronized long now() {
        long uptime = uptime();
        long ahead = clock.millis() - uptime;
        if (uptime - since >= TimeUnit.SECONDS.toMillis(keptSeconds)) {
            leastAhead = leastAheadSince;
            leastAheadSince = ahead;
            since = uptime;
        }
        leastAheadSince = Math.min(leastAheadSince, ahead);
        leastAhead = Math.min(leastAhead, ahead);
        long up = TimeUnit.MILLISECONDS.toSeconds(uptime - start);
        return Math.min(Math.floorDiv(uptime + leastAhead, 1_000), former.over(up));
    }

    /** From now on nothing is forgotten too early that earlier processes have used. */
    synchronized void remember(FormerUses uses) {
        former = uses;
    }

    /** For how long a used proof is remembered at least. */
    long keptSeconds() {
        return keptSeconds;
    }

    /** By how many seconds our clock may be behind one that forgets proofs, without one being good here that is forgotten there. */
    long toleratedLag() {
        return toleratedLag;
    }

    /** What proofs are good by. */
    long clock() {
        return clock.instant().getEpochSecond();
    }

    /** Of a proof that is used now: by the clock, which is what it is good by. */
    long expiry() {
        return Math.ceilDiv(clock() + keptSeconds, ROUNDED_TO_SECONDS) * ROUNDED_TO_SECONDS;
    }

    /** Passes evenly, for intervals. */
    Duration sinceSomeTime() {
        return Duration.ofMillis(uptime());
    }

    private long uptime() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }
}
