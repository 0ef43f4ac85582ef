package dev.mastio.bench.soak;

import dev.mastio.bench.load.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a soak is asked to do.
 *
 * @param run name of the run, which its requests carry and its report is filed under
 * @param target without the soak token, which the run adds
 * @param keyFile key that signs the token; empty: the proxies count the load as clients'
 * @param maxRate requests per second at most; empty: half the effective floor times the replicas
 * @param effectiveFloor of one replica, requests per second; empty: not known
 * @param patience with what should be there and is not yet: replicas, the API server, the place for the report
 */
public record SoakSettings(
        String run,
        Target target,
        Optional<Path> keyFile,
        Phases phases,
        Sampling sampling,
        int virtualUsers,
        OptionalDouble maxRate,
        OptionalDouble effectiveFloor,
        Limits limits,
        Duration patience) {

    public static final Duration USUAL_PATIENCE = Duration.ofMinutes(1);

    public SoakSettings {
        if (!run.matches("[A-Za-z0-9]([-A-Za-z0-9._]{0,251}[A-Za-z0-9])?"))
            throw new IllegalArgumentException("run '" + run + "' must be letters, digits, '-', '_' and '.'");
        if (virtualUsers < 1)
            throw new IllegalArgumentException("virtual users must be 1 or more, not " + virtualUsers);
    }

    /**
     * How long each phase lasts.
     *
     * @param warmUp the same load, not judged
     * @param idle without load, before the baseline and before the final samples
     * @param load judged
     */
    public record Phases(Duration warmUp, Duration idle, Duration load) {

        /** Memory has come back by then; it takes about 30 seconds. */
        static final Duration FULL_IDLE = Duration.ofSeconds(60);

        public Phases {
            if (warmUp.isNegative() || warmUp.isZero() || load.isNegative() || load.isZero() || idle.isNegative())
                throw new IllegalArgumentException(
                        "warm-up and load must last, and idle not be negative: " + warmUp + ", " + load + ", " + idle);
        }
    }

    /**
     * How the memory before and after the load is measured.
     *
     * @param samples of each replica, five or more for a verdict
     * @param apart from one collection to the next; a proxy grants one in five seconds
     */
    public record Sampling(int samples, Duration apart) {
        public static final Sampling STANDARD = new Sampling(5, Duration.ofMillis(5_500));
    }

    /**
     * What a run must hold to pass.
     *
     * @param p95Millis fails at or above
     * @param errorPercent fails at or above
     * @param driftPercent fails above
     */
    public record Limits(double p95Millis, double errorPercent, double driftPercent) {
        public static final Limits STANDARD = new Limits(250, 1, 10);
    }

    /** Requests per second that the virtual users stay below; infinite when neither a rate nor a floor is given. */
    double rateFor(int replicas) {
        return maxRate.orElse(halfFloor(replicas).orElse(Double.POSITIVE_INFINITY));
    }

    /** What a soak drives by default, and the yardstick for whether it drove enough. */
    OptionalDouble halfFloor(int replicas) {
        return effectiveFloor.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(effectiveFloor.getAsDouble() / 2 * replicas);
    }
}
