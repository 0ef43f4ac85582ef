package dev.mastio.bench.soak;

import com.sun.net.httpserver.HttpExchange;
import dev.mastio.bench.server.HealthServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the contract says of a proxy, with a memory that a test makes up. Its noise is that of a real process, three percent and more. */
final class SyntheticProxy implements AutoCloseable {
    static final byte[] KEY = "k3y".getBytes(StandardCharsets.UTF_8);

    private static final double FIRST_START = 1_795_000_000;
    private static final double MEBIBYTE = 1 << 20;
    private static final long BUSY_NANOS = 100_000_000;

    private final Random noise = new Random(7);
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong soakArrivals = new AtomicLong();
    private final AtomicInteger collections = new AtomicInteger();
    private final HealthServer data = HealthServer.with(this::health);
    private final HealthServer ops = HealthServer.plain(this::operate);
    private volatile double heapPerRequest;
    private volatile double nativePerRequest;
    private volatile double started = FIRST_START;
    private volatile long lastRequest = System.nanoTime();
    private volatile int status = 200;
    private volatile boolean collecting = true;
    private volatile boolean keyed = true;

    SyntheticProxy leakingHeap() {
        heapPerRequest = 5 * MEBIBYTE;
        return this;
    }

    SyntheticProxy leakingNative() {
        nativePerRequest = 30 * MEBIBYTE;
        return this;
    }

    SyntheticProxy refusingToCollect() {
        collecting = false;
        return this;
    }

    SyntheticProxy withoutKey() {
        keyed = false;
        return this;
    }

    void answer(int other) {
        status = other;
    }

    void restart() {
        started = FIRST_START + 60;
    }

    void strangersSoak(int requests) {
        soakArrivals.addAndGet(requests);
    }

    long served() {
        return served.get();
    }

    long soakArrivals() {
        return soakArrivals.get();
    }

    URI url() {
        return data.url();
    }

    URI opsUrl() {
        return ops.url();
    }

    Path certificate(Path folder) {
        return data.certificate(folder);
    }

    @Override
    public void close() {
        data.close();
        ops.close();
    }

    private void health(HttpExchange exchange) throws IOException {
        lastRequest = System.nanoTime();
        served.incrementAndGet();
        if (keyed && isSoak(exchange)) soakArrivals.incrementAndGet();
        HealthServer.answer(exchange, status, HealthServer.BODY);
    }

    private static boolean isSoak(HttpExchange exchange) {
        @Nullable String token = exchange.getRequestHeaders().getFirst("X-Mastio-Soak");
        return token != null && token.equals(SoakToken.of(token.substring(0, token.lastIndexOf('.')), KEY));
    }

    private void operate(HttpExchange exchange) throws IOException {
        String asked =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        switch (asked) {
            case "POST /collect" -> collect(exchange);
            case "GET /metrics" -> HealthServer.answer(exchange, 200, metrics());
            default -> HealthServer.answer(exchange, 404, "");
        }
    }

    private void collect(HttpExchange exchange) throws IOException {
        if (keyed && !isSoak(exchange)) {
            HealthServer.answer(exchange, 403, "{}");
            return;
        }
        if (collecting) collections.incrementAndGet();
        HealthServer.answer(exchange, collecting ? 202 : 429, "{}");
    }

    private synchronized String metrics() {
        double leakedHeap = heapPerRequest * served.get();
        double heap = 20 * MEBIBYTE * noisy() + leakedHeap;
        boolean busy = System.nanoTime() - lastRequest < BUSY_NANOS;
        double resident = 120 * MEBIBYTE * noisy() * (busy ? 1.28 : 1) + leakedHeap + nativePerRequest * served.get();
        return """
                # HELP process_resident_memory_bytes Resident set
                process_resident_memory_bytes %s
                mastio_heap_live_bytes %s
                mastio_collections_total %d.0
                process_start_time_seconds %s
                process_cpu_seconds_total 12.5
                mastio_arrivals_total{traffic="client"} %d.0
                mastio_arrivals_total{traffic="soak"} %d.0
                """.formatted(
                        resident,
                        heap,
                        collections.get(),
                        started,
                        served.get() - Math.min(served.get(), soakArrivals.get()),
                        soakArrivals.get());
    }

    private double noisy() {
        return 1 + noise.nextGaussian() * 0.01;
    }
}
