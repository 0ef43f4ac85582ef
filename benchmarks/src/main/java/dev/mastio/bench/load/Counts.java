package dev.mastio.bench.load;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** Running totals at one moment. */
record Counts(long successes, Map<Failure, Long> causes, long bytesIn, long bytesOut, long connections, long retries) {

    static Counts sum(Collection<Meter> meters) {
        return meters.stream().map(Meter::counts).reduce(zero(), Counts::plus);
    }

    static Counts zero() {
        return new Counts(0, Map.of(), 0, 0, 0, 0);
    }

    long failures() {
        return causes.values().stream().mapToLong(Long::longValue).sum();
    }

    long requests() {
        return successes + failures();
    }

    private Counts plus(Counts other) {
        Map<Failure, Long> sum = new EnumMap<>(Failure.class);
        sum.putAll(causes);
        other.causes.forEach((why, count) -> sum.merge(why, count, Long::sum));
        return new Counts(
                successes + other.successes,
                sum,
                bytesIn + other.bytesIn,
                bytesOut + other.bytesOut,
                connections + other.connections,
                retries + other.retries);
    }
}
