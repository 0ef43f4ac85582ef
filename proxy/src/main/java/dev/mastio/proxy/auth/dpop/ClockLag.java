package dev.mastio.proxy.auth.dpop;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far our clock is behind the database's, which forgets proofs by its own: too far, and they are good again here. In seconds. */
final class ClockLag {

    private static final Logger LOG = LoggerFactory.getLogger(ClockLag.class);

    private final LongSupplier clock;
    private final long tolerated;
    private volatile boolean excessive;

    /**
     * The lag of that clock.
     *
     * @param clock by which proofs are in their time, in seconds since 1970
     */
    ClockLag(LongSupplier clock, long tolerated) {
        this.clock = clock;
        this.tolerated = tolerated;
    }

    /** Of the clock by which those times are told. */
    static ClockLag of(ReplayTimes times) {
        return new ClockLag(times::clock, times.toleratedLag());
    }

    /** To be read right before the database is asked for its time: the way there then counts as lag, and never against it. */
    long before() {
        return clock.getAsLong();
    }

    /** Whether it was too large when it was last looked at. */
    boolean isExcessive() {
        return excessive;
    }

    /**
     * Compares.
     *
     * @param before our time before the database was asked
     * @param there the database's
     * @throws ClockBehindException if no proof may be taken
     */
    void require(long before, long there) throws ClockBehindException {
        long lag = there - before;
        if (lag <= tolerated) {
            if (excessive) {
                LOG.warn("the clocks here and of the database differ by {} s again, so proofs are taken", lag);
            }
            excessive = false;
            return;
        }
        if (!excessive) {
            LOG.error(
                    "the clock here is {} s behind that of the database, where {} s are the most: proofs that were used and forgotten would"
                            + " be good again, so all are refused until somebody sets the one that is wrong",
                    lag,
                    tolerated);
        }
        excessive = true;
        throw new ClockBehindException(lag);
    }
}
