package dev.mastio.bench.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run that has ended.
 *
 * @param elapsed from the start to the last answer
 * @param complete false when it was stopped before the end of its profile
 * @param examples what the first failure of a kind said, where it said something
 * @param successful latencies of requests that passed the check
 * @param all those and the failed ones that got as far as being sent or due
 * @param retried requests sent again because their kept-alive connection was closed under them; not failures
 */
public record LoadResult(
        Instant startedAt,
        Duration elapsed,
        boolean complete,
        long requests,
        Map<Failure, Long> failures,
        Map<Failure, String> examples,
        Latencies successful,
        Latencies all,
        long bytesReceived,
        long bytesSent,
        long connections,
        long retried,
        int peakUsers,
        List<Second> seconds) {

    public LoadResult {
        failures = Map.copyOf(failures);
        examples = Map.copyOf(examples);
        seconds = List.copyOf(seconds);
    }

    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What the first failure of this kind said. */
    public Optional<String> example(Failure why) {
        return Optional.ofNullable(examples.get(why));
    }

    /** Failures that are not mere slowness. */
    public long failedByServer() {
        return failed() - failures.getOrDefault(Failure.TIMEOUT, 0L) - failures.getOrDefault(Failure.UNSENT, 0L);
    }

    public double errorRate() {
        return requests == 0 ? 0 : (double) failed() / requests;
    }

    public double requestsPerSecond() {
        return requests / (elapsed.toNanos() / 1e9);
    }
}
