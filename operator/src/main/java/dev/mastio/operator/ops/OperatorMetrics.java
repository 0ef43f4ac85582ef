package dev.mastio.operator.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The operator's own numbers. Labels come from fixed sets, but for those of {@link InstanceGauges}. */
public final class OperatorMetrics {

    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger eventsWaiting = new AtomicInteger();
    private final InstanceGauges instances = new InstanceGauges(registry);

    public OperatorMetrics(String version, BooleanSupplier leading) {
        Gauge.builder(Metric.BUILD_INFO.meter(), () -> 1)
                .description(Metric.BUILD_INFO.description())
                .tags("version", version, "java", Runtime.version().toString())
                .register(registry);
        Gauge.builder(Metric.LEADER.meter(), () -> leading.getAsBoolean() ? 1 : 0)
                .description(Metric.LEADER.description())
                .register(registry);
        Gauge.builder(Metric.EVENTS_WAITING.meter(), eventsWaiting::get)
                .description(Metric.EVENTS_WAITING.description())
                .register(registry);
    }

    /** For the SDK's and the JVM's own meters. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** The numbers of single instances. */
    public InstanceGauges instances() {
        return instances;
    }

    public void reconciled(String outcome, Duration took) {
        count(Metric.RECONCILES, outcome);
        registry.timer(Metric.RECONCILE_SECONDS.meter()).record(took);
    }

    /** A pass of a standby. */
    public void rehearsed() {
        count(Metric.REHEARSED);
    }

    /** A request that the API server has answered, whatever the answer. */
    public void asked(String method, String resource) {
        if (WRITES.contains(method)) count(Metric.API_WRITES, method, resource);
        else count(Metric.API_READS, resource);
    }

    /**
     * A request that came to grief.
     *
     * @param code the HTTP status of the answer, or {@code none}
     */
    public void failed(String code) {
        count(Metric.API_FAILURES, code);
    }

    public void event(String type, String reason) {
        count(Metric.EVENTS, type, reason);
    }

    /** So many more are said and not yet written, or fewer. */
    public void eventsWaiting(int more) {
        eventsWaiting.addAndGet(more);
    }

    public void decided(String reason) {
        count(Metric.DECISIONS, reason);
    }

    public void soakEnded(String verdict) {
        count(Metric.SOAK_VERDICTS, verdict);
    }

    /** The page that Prometheus reads. */
    public String scrape() {
        return registry.scrape();
    }

    private void count(Metric metric, String... values) {
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) tags = tags.and(metric.labels().get(i), values[i]);
        registry.counter(metric.meter(), tags).increment();
    }
}
