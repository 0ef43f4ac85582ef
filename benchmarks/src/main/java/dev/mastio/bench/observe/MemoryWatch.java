package dev.mastio.bench.observe;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at the memory of proxies at even intervals until it is closed. A look that fails leaves a gap and is counted. */
public final class MemoryWatch implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(MemoryWatch::daemon);
    private final List<URI> proxies;
    private final List<Memory> samples = new ArrayList<>();
    private final ScheduledFuture<?> looking;
    private final long origin = System.nanoTime();
    private int failed;
    private @Nullable String lastFailure;

    public MemoryWatch(List<URI> proxies, Duration interval) {
        this.proxies = List.copyOf(proxies);
        this.looking = clock.scheduleAtFixedRate(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    public synchronized List<Memory> samples() {
        return List.copyOf(samples);
    }

    /** What went wrong last, with the number of looks that failed; null when all went well. */
    public synchronized @Nullable String trouble() {
        return failed == 0 ? null : failed + " scrapes failed, the last one: " + lastFailure;
    }

    @Override
    public void close() {
        looking.cancel(false);
        clock.shutdown();
    }

    private void look() {
        for (URI proxy : proxies) {
            double at = (System.nanoTime() - origin) / 1e9;
            try {
                MetricsPage page = MetricsPage.scrape(proxy);
                keep(new Memory(
                        proxy,
                        at,
                        page.value("process_resident_memory_bytes")
                                .orElseThrow(
                                        () -> new IOException(proxy + " does not say process_resident_memory_bytes")),
                        page.value("mastio_heap_live_bytes").orElse(Double.NaN)));
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    private synchronized void keep(Memory sample) {
        samples.add(sample);
    }

    private synchronized void fail(IOException e) {
        failed++;
        lastFailure = String.valueOf(e.getMessage());
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "memory-watch");
        thread.setDaemon(true);
        return thread;
    }
}
