package dev.mastio.proxy.limits;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * So many requests a minute, or another period, for each client address, counted over the last one at every moment. Kept in memory: each
 * replica has its own. Counts at most so many addresses; when more come within a period, the new ones share one count, so that who has many addresses
 * can neither fill the heap nor get in for free. Time goes on where the clock is set back, which would otherwise keep everybody out for as long.
 */
public final class AddressBudget {

    private static final long BETWEEN_TIDYING = Duration.ofSeconds(1).toMillis();
    private static final int MAX_ADDRESSES = 10_000;
    private static final String THE_REST = "";

    private final int count;
    private final long period;
    private final InstantSource clock;
    private final Map<String, Recent> addresses = new HashMap<>();
    private long tidied;
    private long passed;
    private long read;

    public AddressBudget(int perMinute, InstantSource clock) {
        this(perMinute, Duration.ofMinutes(1), clock);
    }

    /** So many in that time. */
    public AddressBudget(int count, Duration period, InstantSource clock) {
        this.count = count;
        this.period = period.toMillis();
        this.clock = clock;
        this.read = clock.millis();
    }

    /** Whether one more request from there is within the budget; if so, it is counted. */
    public synchronized boolean take(String address) {
        long now = passed();
        String subject = ClientAddress.subject(address);
        Recent recent = addresses.get(subject);
        if (recent == null) {
            recent = addresses.computeIfAbsent(isFull(now) ? THE_REST : subject, key -> new Recent());
        }
        return recent.take(now);
    }

    /** Milliseconds that went by on the clock, without its steps back. */
    private long passed() {
        long now = clock.millis();
        passed += Math.max(0, now - read);
        read = now;
        return passed;
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
