package dev.mastio.bench.soak;

import dev.mastio.bench.load.Failure;
import dev.mastio.bench.load.Latencies;
import dev.mastio.bench.load.LoadResult;
import dev.mastio.bench.load.Second;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * All that is known about a run that has ended, in whatever way.
 *
 * @param maxRate requests per second that the load was paced to; infinite for no limit
 * @param pods that were there at the start
 * @param changes replicas that came or went, in words
 * @param load the judged load; empty when the run did not get that far
 * @param trouble what ended the run before its time
 */
public record SoakReport(
        SoakSettings settings,
        Instant startedAt,
        Instant finishedAt,
        double maxRate,
        List<Phase> phases,
        List<Pod> pods,
        Set<String> changes,
        Optional<Load> load,
        Optional<Trouble> trouble) {

    public SoakReport {
        phases = List.copyOf(phases);
        pods = List.copyOf(pods);
        changes = new TreeSet<>(changes);
    }

    /** A phase that has begun, at so many seconds from the start of the run. */
    record Phase(String name, double at, double seconds) {}

    /**
     * The judged load.
     *
     * @param failures by why
     * @param p50 milliseconds, successful requests only, as are the others
     * @param retried requests sent again because their kept-alive connection was closed under them; not failures
     */
    public record Load(
            Instant startedAt,
            double seconds,
            long requests,
            Map<Failure, Long> failures,
            Map<Failure, String> examples,
            double p50,
            double p95,
            double p99,
            double max,
            long connections,
            long retried,
            List<Second> course) {

        public Load {
            failures = Map.copyOf(failures);
            examples = Map.copyOf(examples);
            course = List.copyOf(course);
        }

        static Load of(LoadResult result) {
            Latencies latencies = result.successful();
            return new Load(
                    result.startedAt(),
                    result.elapsed().toNanos() / 1e9,
                    result.requests(),
                    result.failures(),
                    result.examples(),
                    latencies.percentile(50),
                    latencies.percentile(95),
                    latencies.percentile(99),
                    latencies.percentile(100),
                    result.connections(),
                    result.retried(),
                    result.seconds());
        }

        double requestsPerSecond() {
            return requests / seconds;
        }

        /** Share of the requests, 0 to 1. */
        double errorRate() {
            long failed = failures.values().stream().mapToLong(Long::longValue).sum();
            return requests == 0 ? 0 : (double) failed / requests;
        }
    }

    /** What ended a run before its time. */
    record Trouble(Reason reason, String message) {}

    /**
     * One replica.
     *
     * @param baseline after the warm-up, each right after a collection
     * @param after the load, each right after a collection
     * @param course now and then through the whole run, without a collection
     */
    record Pod(String name, String uid, List<Sample> baseline, List<Sample> after, List<Sample> course) {
        Pod {
            baseline = List.copyOf(baseline);
            after = List.copyOf(after);
            course = List.copyOf(course);
        }

        boolean measured() {
            return !baseline.isEmpty() && !after.isEmpty();
        }

        double drift(ToDoubleFunction<Sample> what) {
            return Drift.percent(baseline, after, what);
        }

        boolean restarted() {
            return Stream.of(baseline, after, course)
                            .flatMap(List::stream)
                            .mapToDouble(Sample::started)
                            .distinct()
                            .count()
                    > 1;
        }

        /** By how much a counter rose from the baseline to the end. */
        double rise(ToDoubleFunction<Sample> counter) {
            return counter.applyAsDouble(after.getLast()) - counter.applyAsDouble(baseline.getFirst());
        }
    }
}
