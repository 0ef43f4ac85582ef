package dev.mastio.suite.faults.plan;

import java.util.Random;
import java.util.Set;

/** Draws which requests come to grief. The same seed draws the same for the same requests. */
public final class Troubles {

    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final Random random;
    private final int percent;

    /** @param percent of requests that meet each kind of trouble */
    public Troubles(long seed, int percent) {
        random = new Random(seed);
        this.percent = percent;
    }

    /** Whether a request of this method changes something. */
    public static boolean writes(String method) {
        return WRITES.contains(method);
    }

    /** Conflicts and lost answers are for writes only. */
    public synchronized Trouble next(String method) {
        int drawn = random.nextInt(100);
        if (drawn < percent) return Trouble.TOO_MANY;
        if (drawn < 2 * percent) return Trouble.ERROR;
        if (!writes(method) || drawn >= 4 * percent) return Trouble.NONE;
        return drawn < 3 * percent ? Trouble.CONFLICT : Trouble.LOST;
    }
}
