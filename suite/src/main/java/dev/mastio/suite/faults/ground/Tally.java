package dev.mastio.suite.faults.ground;

import dev.mastio.suite.faults.plan.Trouble;
import dev.mastio.suite.faults.plan.Troubles;
import java.util.EnumMap;
import java.util.Map;

/** Requests that a proxy has been asked for. */
public final class Tally {

    private final Map<Trouble, Integer> troubles = new EnumMap<>(Trouble.class);
    private int writes;

    /** Leases are renewed and Events said whether anything changes or not: they are no writes here. */
    synchronized void count(String method, String path, Trouble trouble) {
        troubles.merge(trouble, 1, Integer::sum);
        boolean counts = Troubles.writes(method) && !path.contains("/leases") && !path.contains("/events");
        if (counts) writes++;
    }

    /** Attempts to change something, refused ones included. */
    public synchronized int writes() {
        return writes;
    }

    /** How many came to grief in that way. */
    public synchronized int of(Trouble trouble) {
        return troubles.getOrDefault(trouble, 0);
    }
}
