package dev.mastio.bench.load;

import java.util.List;

/** Tells a slow server from a load program that cannot keep up: past this, what was measured is the program's own limit. */
public final class GeneratorLimit {

    private static final double BUSY = 0.9;

    /** A tenth of the latency objective. */
    private static final double LAG_MILLIS = 25;

    private GeneratorLimit() {}

    public static boolean reached(Second second) {
        return second.generatorBusy() >= BUSY || second.generatorLag() >= LAG_MILLIS;
    }

    /** The share of these seconds at the limit. */
    public static double share(List<Second> seconds) {
        if (seconds.isEmpty()) return 0;
        return (double) seconds.stream().filter(GeneratorLimit::reached).count() / seconds.size();
    }
}
