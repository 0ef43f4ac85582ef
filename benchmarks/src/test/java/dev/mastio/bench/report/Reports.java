package dev.mastio.bench.report;

import dev.mastio.bench.load.Failure;
import dev.mastio.bench.load.Latencies;
import dev.mastio.bench.load.LoadResult;
import dev.mastio.bench.load.Second;
import dev.mastio.bench.load.Target;
import dev.mastio.bench.observe.Memory;
import dev.mastio.bench.scenario.ScenarioLibrary;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reports on runs that never were. */
final class Reports {

    private static final URI OPS = URI.create("http://127.0.0.1:9464");

    private Reports() {}

    /** 100 requests, 1 to 100 ms. */
    static Report good() {
        return report(
                Map.of(),
                100,
                Latencies.ofMillis(
                        IntStream.rangeClosed(1, 100).asDoubleStream().toArray()));
    }

    /** 100 requests of which 3 failed, the good ones slow. */
    static Report bad() {
        double[] slow = IntStream.rangeClosed(1, 97).mapToDouble(i -> 10.0 * i).toArray();
        return report(Map.of(Failure.TIMEOUT, 2L, Failure.STATUS, 1L), 100, Latencies.ofMillis(slow));
    }

    private static Report report(Map<Failure, Long> failures, long requests, Latencies latencies) {
        List<Second> seconds = List.of(
                new Second(1, 1, 40, 0, 10, 20, 30, 40, 25, 0.2, 1),
                new Second(2, 1, 60, 3, 12, 22, 33, 44, 50, 0.3, 1));
        LoadResult run = new LoadResult(
                Instant.parse("2026-11-24T10:00:00Z"),
                Duration.ofSeconds(2),
                true,
                requests,
                failures,
                failures.isEmpty() ? Map.of() : Map.of(Failure.STATUS, "status <503>"),
                latencies,
                latencies,
                20_000,
                10_000,
                50,
                0,
                50,
                seconds);
        Target target = Target.of(URI.create("https://127.0.0.1:9443"));
        List<Memory> memory =
                List.of(new Memory(OPS, 0, 100 << 20, 40 << 20), new Memory(OPS, 1, 120 << 20, Double.NaN));
        return new Report(ScenarioLibrary.find("health-throughput"), target, run, memory);
    }
}
