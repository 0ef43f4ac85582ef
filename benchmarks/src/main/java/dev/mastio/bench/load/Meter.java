package dev.mastio.bench.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * What one event loop counts. Only that loop writes, so plain additions with an ordered store are enough; the sampler reads.
 */
final class Meter {

    private static final long HIGHEST_MICROS = 600_000_000;

    private final SingleWriterRecorder succeeded = new SingleWriterRecorder(HIGHEST_MICROS, 3);
    private final SingleWriterRecorder failed = new SingleWriterRecorder(HIGHEST_MICROS, 2);
    private final SingleWriterRecorder lag = new SingleWriterRecorder(HIGHEST_MICROS, 2);
    private final Map<Failure, AtomicLong> failures = new EnumMap<>(Failure.class);
    private final Map<Failure, String> examples = new ConcurrentHashMap<>();
    private final AtomicLong successes = new AtomicLong();
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();

    Meter() {
        for (Failure why : Failure.values()) failures.put(why, new AtomicLong());
    }

    void succeeded(long nanos) {
        succeeded.recordValue(micros(nanos));
        add(successes, 1);
    }

    /** A failed request that took its time: it counts in the latency of all requests. */
    void failed(Failure why, long nanos) {
        failed.recordValue(micros(nanos));
        failed(why);
    }

    /** The words of the first failure of a kind, for people. */
    void example(Failure why, String words) {
        examples.putIfAbsent(why, words);
    }

    Map<Failure, String> examples() {
        return examples;
    }

    /** A failed request that never started. */
    void failed(Failure why) {
        add(failureCount(why), 1);
    }

    /** How long after it was due the loop came to start something: the loop's own delay, not the server's. */
    void lag(long nanos) {
        lag.recordValue(micros(nanos));
    }

    void transferred(long in, long out) {
        add(bytesIn, in);
        add(bytesOut, out);
    }

    void connected() {
        add(connections, 1);
    }

    void retried() {
        add(retries, 1);
    }

    Histogram takeSucceeded() {
        return succeeded.getIntervalHistogram();
    }

    Histogram takeFailed() {
        return failed.getIntervalHistogram();
    }

    Histogram takeLag() {
        return lag.getIntervalHistogram();
    }

    Counts counts() {
        Map<Failure, Long> causes = new EnumMap<>(Failure.class);
        for (Failure why : Failure.values()) causes.put(why, failureCount(why).get());
        return new Counts(successes.get(), causes, bytesIn.get(), bytesOut.get(), connections.get(), retries.get());
    }

    private AtomicLong failureCount(Failure why) {
        return Objects.requireNonNull(failures.get(why));
    }

    private static void add(AtomicLong counter, long more) {
        counter.lazySet(counter.getPlain() + more);
    }

    private static long micros(long nanos) {
        return Math.clamp(nanos / 1000, 0, HIGHEST_MICROS);
    }
}
