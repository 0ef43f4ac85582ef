package dev.mastio.bench.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** Gathers what the event loops count into seconds, and into the result. Used by one thread at a time. */
final class Sampler {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<EventLoop> loops;
    private final long[] threadIds;
    private final long[] cpuBefore;
    private final Consumer<Second> listener;
    private final Instant startedAt = Instant.now();
    private final long origin = System.nanoTime();
    private final List<Second> seconds = new ArrayList<>();
    private final Histogram successful = new Histogram(3);
    private final Histogram all = new Histogram(3);
    private Counts before = Counts.zero();
    private long sampledAt = origin;

    Sampler(List<EventLoop> loops, long[] threadIds, Consumer<Second> listener) {
        this.loops = loops;
        this.threadIds = threadIds;
        this.cpuBefore = new long[threadIds.length];
        this.listener = listener;
    }

    void sample() {
        long now = System.nanoTime();
        Counts counts = counts();
        Histogram interval = gather(Meter::takeSucceeded);
        Histogram failed = gather(Meter::takeFailed);
        Histogram lag = gather(Meter::takeLag);
        successful.add(interval);
        all.add(interval);
        all.add(failed);
        Latencies latencies = new Latencies(interval);
        Second second = new Second(
                (now - origin) / 1e9,
                (now - sampledAt) / 1e9,
                counts.requests() - before.requests(),
                counts.failures() - before.failures(),
                latencies.percentile(50),
                latencies.percentile(95),
                latencies.percentile(99),
                latencies.max(),
                loops.stream().mapToInt(EventLoop::users).sum(),
                busiest(now - sampledAt),
                new Latencies(lag).percentile(95));
        before = counts;
        sampledAt = now;
        seconds.add(second);
        listener.accept(second);
    }

    LoadResult result(boolean complete) {
        Counts counts = counts();
        return new LoadResult(
                startedAt,
                Duration.ofNanos(sampledAt - origin),
                complete,
                counts.requests(),
                occurred(counts.causes()),
                examples(),
                new Latencies(successful),
                new Latencies(all),
                counts.bytesIn(),
                counts.bytesOut(),
                counts.connections(),
                counts.retries(),
                loops.stream().mapToInt(EventLoop::peakUsers).sum(),
                seconds);
    }

    private static Map<Failure, Long> occurred(Map<Failure, Long> causes) {
        Map<Failure, Long> occurred = new EnumMap<>(causes);
        occurred.values().removeIf(count -> count == 0);
        return occurred;
    }

    private Map<Failure, String> examples() {
        Map<Failure, String> first = new EnumMap<>(Failure.class);
        loops.forEach(loop -> loop.meter().examples().forEach(first::putIfAbsent));
        return first;
    }

    private Counts counts() {
        return Counts.sum(loops.stream().map(EventLoop::meter).toList());
    }

    private Histogram gather(Function<Meter, Histogram> take) {
        Histogram sum = new Histogram(3);
        for (EventLoop loop : loops) sum.add(take.apply(loop.meter()));
        return sum;
    }

    private double busiest(long wallNanos) {
        double busiest = 0;
        for (int i = 0; i < threadIds.length; i++) {
            long cpu = threads.getThreadCpuTime(threadIds[i]);
            if (cpu < 0) continue; // ended
            busiest = Math.max(busiest, (double) (cpu - cpuBefore[i]) / wallNanos);
            cpuBefore[i] = cpu;
        }
        return Math.min(busiest, 1);
    }
}
