package dev.mastio.proxy.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/** Everything that {@code /metrics} shows. Put together when first asked for: a start need not wait for it. */
final class MetricsPage {

    private final RequestMetrics metrics;
    private @Nullable PrometheusMeterRegistry known;

    MetricsPage(RequestMetrics metrics) {
        this.metrics = metrics;
    }

    /** The page in Prometheus text format. */
    String text() {
        return registry().scrape();
    }

    private synchronized PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = known;
        if (registry == null) {
            registry = filled(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
            known = registry;
        }
        return registry;
    }

    private PrometheusMeterRegistry filled(PrometheusMeterRegistry registry) {
        registry.getPrometheusRegistry().register(new RequestMetricsCollector(metrics));
        Gauge.builder("mastio.connections", metrics, RequestMetrics::connections)
                .description("Open client connections")
                .register(registry);
        Gauge.builder("mastio.upstream.connections", metrics, RequestMetrics::upstreamConnections)
                .description("Open connections to the server behind; edge mode only")
                .register(registry);
        FunctionCounter.builder(
                        "mastio.upstream.connections.opened", metrics, RequestMetrics::upstreamConnectionsOpened)
                .description("Connections opened to the server behind; edge mode only")
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
        return registry;
    }
}
