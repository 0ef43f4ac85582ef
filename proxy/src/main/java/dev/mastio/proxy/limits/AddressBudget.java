package dev.mastio.proxy.limits;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * So many requests a minute, or another period, for each client address, counted over the last one at every moment. Kept in memory: each
 * replica has its own. Counts at most so many addresses; when more come within a period, the new ones share one count, so that who has many addresses
 * can neither fill the heap nor get in for free.
 */
public final class AddressBudget {

    private static final long BETWEEN_TIDYING = Duration.ofSeconds(1).toMillis();
    private static final int MAX_ADDRESSES = 10_000;
    private static final String THE_REST = "";

    private final int count;
    private final long period;
    private final LongSupplier nanoTime;
    private final Map<String, Recent> addresses = new HashMap<>();
    private long tidied;

    /** So many in a minute. */
    public AddressBudget(int perMinute, LongSupplier nanoTime) {
        this(perMinute, Duration.ofMinutes(1), nanoTime);
    }

    /**
     * So many in that time.
     *
     * @param nanoTime what only ever goes on, such as {@link System#nanoTime}: a clock that is set back would keep everybody out for as long
     */
    public AddressBudget(int count, Duration period, LongSupplier nanoTime) {
        this.count = count;
        this.period = period.toMillis();
        this.nanoTime = nanoTime;
        this.tidied = millis();
    }

    /** Whether one more request from there is within the budget; if so, it is counted. */
    public synchronized boolean take(String address) {
        long now = millis();
        String subject = ClientAddress.subject(address);
        Recent recent = addresses.get(subject);
        if (recent == null) {
            recent = addresses.computeIfAbsent(isFull(now) ? THE_REST : subject, key -> new Recent());
        }
        return recent.take(now);
    }

    /** In which it is counted: what is taken now is there again after it. */
    public Duration period() {
        return Duration.ofMillis(period);
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }

    private boolean isFull(long now) {
        // Not each time: then every further address would cost a look at all of them.
        if (addresses.size() >= MAX_ADDRESSES && now - tidied >= BETWEEN_TIDYING) {
            tidied = now;
            addresses.values().removeIf(recent -> recent.isOver(now));
        }
        return addresses.size() >= MAX_ADDRESSES;
    }

    /** The moments of the last requests that were let in. */
    private final class Recent {

        private final long[] moments = new long[count];
        private int next;
        private long newest = Long.MIN_VALUE / 2;

        Recent() {
            Arrays.fill(moments, Long.MIN_VALUE / 2);
        }

        boolean take(long now) {
            if (now - moments[next] < period) {
                return false;
            }
            moments[next] = now;
            newest = now;
            next = (next + 1) % moments.length;
            return true;
        }

        boolean isOver(long now) {
            return now - newest >= period;
        }
    }
}
