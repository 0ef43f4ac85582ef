package dev.mastio.proxy.limits;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * So many requests of one agent in any minute. Kept in memory: each replica has its own. Requests are counted by the second, and
 * the second that the minute begins in counts with the part of it that the minute still covers, so an agent costs a few hundred
 * bytes whatever its budget is.
 */
public final class AgentBudget {

    private static final int SECONDS = 60;
    private static final long BETWEEN_TIDYING = Duration.ofMinutes(1).toMillis();

    private final int perMinute;
    private final InstantSource clock;
    private final Map<String, Window> agents = new ConcurrentHashMap<>();
    private volatile long tidied;

    public AgentBudget(int perMinute, InstantSource clock) {
        this.perMinute = perMinute;
        this.clock = clock;
        this.tidied = clock.millis();
    }

    /** Whether one more request of that agent is within its budget; if so, it is counted. */
    public boolean take(String agent) {
        long now = clock.millis();
        if (now - tidied > BETWEEN_TIDYING) {
            tidied = now;
            agents.values().removeIf(window -> window.isOver(now));
        }
        return agents.computeIfAbsent(agent, key -> new Window()).take(now, perMinute);
    }

    /** How many agents are remembered. */
    int size() {
        return agents.size();
    }

    /** The counts of the last sixty seconds and of the one before them, each in the place that its second comes to. */
    private static final class Window {

        private final int[] counts = new int[SECONDS + 1];
        private long newest;
        private long sum;

        synchronized boolean take(long now, int budget) {
            long second = now / 1_000;
            moveTo(second);
            long passed = now % 1_000;
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
            return now / 1_000 - newest > SECONDS;
        }

        private void moveTo(long second) {
            // A clock that is set back counts on in the newest second.
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
