package dev.mastio.bench.load;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Tells a slow server from a load program that cannot keep up: past this, what was measured is the program's own limit. */
public final class GeneratorLimit {

    private static final double BUSY = 0.9;

    /** A tenth of the latency objective. */
    private static final double LAG_MILLIS = 25;

    /** Errors below this share are within any objective. */
    private static final double FEW = 0.01;

    private GeneratorLimit() {}

    public static boolean reached(Second second) {
        return second.generatorBusy() >= BUSY || second.generatorLag() >= LAG_MILLIS;
    }

    /** The share of these seconds at the limit. */
    public static double share(List<Second> seconds) {
        if (seconds.isEmpty()) return 0;
        return (double) seconds.stream().filter(GeneratorLimit::reached).count() / seconds.size();
    }

    /**
     * Whether the load program, rather than the server, made a run slow: it used its processor up, or its own delay is half of the latency or
     * more. What a server refuses or breaks off is its own doing, however busy the load program was.
     */
    public static boolean explains(LoadResult run) {
        if (run.failedByServer() >= FEW * run.requests()) return false;
        return mean(run, Second::generatorBusy) >= BUSY
                || mean(run, Second::generatorLag) >= run.all().percentile(95) / 2;
    }

    private static double mean(LoadResult run, ToDoubleFunction<Second> value) {
        return steady(run.seconds()).stream().mapToDouble(value).average().orElse(0);
    }

    /** Without the ramp at the start and without the moment after the end, in which even the busiest load program has time. */
    private static List<Second> steady(List<Second> seconds) {
        return seconds.size() < 3 ? seconds : seconds.subList(1, seconds.size() - 1);
    }
}
