package dev.mastio.proxy.limits;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * So many requests of one agent in any minute. Kept in memory: each replica has its own. Requests are counted by the second, and
 * the second that the minute begins in counts with the part of it that the minute still covers, so an agent costs a few hundred
 * bytes whatever its budget is.
 */
public final class AgentBudget {

    private static final int SECONDS = 60;
    private static final long BETWEEN_TIDYING = Duration.ofMinutes(1).toMillis();

    private final int perMinute;
    private final LongSupplier nanoTime;
    private final Map<String, Window> agents = new ConcurrentHashMap<>();
    private volatile long tidied;

    /**
     * For each agent as many.
     *
     * @param nanoTime what only ever goes on, such as {@link System#nanoTime}: a clock that is set back would hold the minute up
     */
    public AgentBudget(int perMinute, LongSupplier nanoTime) {
        this.perMinute = perMinute;
        this.nanoTime = nanoTime;
        this.tidied = millis();
    }

    /** Whether one more request of that agent is within its budget; if so, it is counted. */
    public boolean take(String agent) {
        long now = millis();
        if (now - tidied > BETWEEN_TIDYING) {
            tidied = now;
            agents.values().removeIf(window -> window.isOver(now));
        }
        return agents.computeIfAbsent(agent, key -> new Window()).take(now, perMinute);
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }

    /** How many agents are remembered. */
    int size() {
        return agents.size();
    }

    /** The counts of the last sixty seconds and of the one before them, each in the place that its second comes to. */
    private static final class Window {

        private final int[] counts = new int[SECONDS + 1];
        private long newest = Long.MIN_VALUE / 2;
        private long sum;

        synchronized boolean take(long now, int budget) {
            // Nanoseconds count from anywhere, also from the future.
            moveTo(Math.floorDiv(now, 1_000L));
            long passed = Math.floorMod(now, 1_000L);
            // The oldest second has left the minute as far as the newest one has come.
            long weighed = sum * 1_000 - count(newest - SECONDS) * passed;
            if (weighed + 1_000 > budget * 1_000L) {
                return false;
            }
            counts[index(newest)]++;
            sum++;
            return true;
        }

        synchronized boolean isOver(long now) {
            return Math.floorDiv(now, 1_000L) - newest > SECONDS;
        }

        private void moveTo(long second) {
            // Who read the time earlier may come later, and counts in the newest second.
            long steps = Math.min(second - newest, counts.length);
            for (long step = 0; step < steps; step++) {
                long entering = second - steps + step + 1;
                sum -= counts[index(entering)];
                counts[index(entering)] = 0;
            }
            newest = Math.max(newest, second);
        }

        private long count(long second) {
            return counts[index(second)];
        }

        private static int index(long second) {
            return Math.floorMod(second, SECONDS + 1);
        }
    }
}
