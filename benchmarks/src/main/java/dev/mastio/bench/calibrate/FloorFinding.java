package dev.mastio.bench.calibrate;

import java.util.List;

/** What a search came to. */
public sealed interface FloorFinding {

    /**
     * The server's floor.
     *
     * @param requestsPerSecond the median of the repeats, or less where the proof asked for it
     * @param repeats what each bisection found
     * @param proof the last trial, longer than the others, at this rate
     */
    record Found(double requestsPerSecond, List<Double> repeats, Outcome proof) implements FloorFinding {
        public Found {
            repeats = List.copyOf(repeats);
        }

        /** How far the repeats lie apart, as a share of the floor. */
        public double spread() {
            double least =
                    repeats.stream().mapToDouble(Double::doubleValue).min().orElse(0);
            double most =
                    repeats.stream().mapToDouble(Double::doubleValue).max().orElse(0);
            return (most - least) / requestsPerSecond;
        }

        public Confidence confidence() {
            if (repeats.size() < 2) return Confidence.UNKNOWN;
            return spread() <= 0.05 ? Confidence.HIGH : spread() <= 0.10 ? Confidence.FAIR : Confidence.LOW;
        }
    }

    /** How well the repeats agree. */
    enum Confidence {
        HIGH,
        FAIR,
        LOW,
        UNKNOWN
    }

    /** The load program gave out first; the server's floor is at or above {@code held}. */
    record GeneratorLimited(double held, Outcome failed) implements FloorFinding {}

    /** Every rate that was allowed was sustained. */
    record AboveHighest(double highest) implements FloorFinding {}

    /** Not even a very low rate was sustained. */
    record NothingHeld(Outcome lowest) implements FloorFinding {}
}
