package dev.mastio.proxy.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Everything that {@code /metrics} shows. */
final class MetricsPage {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    MetricsPage(RequestMetrics metrics) {
        registry.getPrometheusRegistry().register(new RequestMetricsCollector(metrics));
        Gauge.builder("mastio.connections", metrics, RequestMetrics::connections)
                .description("Open client connections")
                .register(registry);
        Gauge.builder("process.resident.memory.bytes", ProcessFacts::residentBytes)
                .description("Resident set of the process")
                .register(registry);
        Gauge.builder("process.start.time.seconds", ProcessFacts::startSeconds)
                .description("Start of the process, Unix time")
                .register(registry);
        FunctionCounter.builder("process.cpu.seconds", this, _ -> ProcessFacts.cpuSeconds())
                .description("User and system time")
                .register(registry);
        Gauge.builder("mastio.heap.live.bytes", Heap::liveBytes)
                .description("Heap in use right after the last collection")
                .register(registry);
        FunctionCounter.builder("mastio.collections", this, _ -> Heap.collections())
                .description("Garbage collections so far")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
    }

    /** The page in Prometheus text format. */
    String text() {
        return registry.scrape();
    }
}
