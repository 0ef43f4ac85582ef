package dev.mastio.bench.auth;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Calls at each of two replicas alone, and between them at both together.
 *
 * @param alone the first and the second
 * @param together what each did while the other did the same
 * @param idle share of the machine's processors' time with nothing to do while both had calls
 */
public record ReplicaRound(List<Measured> alone, List<Measured> together, double idle) {

    /** Calls a second of both, by what one does: the mean of the two, since no two processes are equally quick. */
    double ratio() {
        return sum(together) * alone.size() / sum(alone);
    }

    boolean isClean() {
        return Stream.of(alone, together)
                .flatMap(List::stream)
                .allMatch(leg -> leg.requests() > 0 && leg.failures() == 0);
    }

    /** The least that one of them used of the processor, beside another or alone. */
    static double leastProcessors(List<Measured> legs) {
        return legs.stream().mapToDouble(Measured::processors).min().orElse(0);
    }

    /** One, the other, both, and what that makes. */
    public String line(double share) {
        return String.format(
                Locale.ROOT,
                "alone %s and %s; together %s and %s: %.2f times one; machine idle %.0f %%",
                told(alone.getFirst(), share),
                told(alone.getLast(), share),
                told(together.getFirst(), share),
                told(together.getLast(), share),
                ratio(),
                idle * 100);
    }

    private static String told(Measured leg, double share) {
        return String.format(
                Locale.ROOT,
                "%.0f/s (%.0f %% of its share)%s",
                leg.perSecond(),
                leg.processors() / share * 100,
                leg.failures() == 0 ? "" : ", " + leg.failures() + " failed");
    }

    private static double sum(List<Measured> legs) {
        return legs.stream().mapToDouble(Measured::perSecond).sum();
    }
}
