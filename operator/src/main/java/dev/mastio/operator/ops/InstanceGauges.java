package dev.mastio.operator.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/** Numbers with an instance's name on them. They go when the instance goes, so there are never more than instances. */
public final class InstanceGauges {

    private final MeterRegistry registry;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    InstanceGauges(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder(Metric.INSTANCES.meter(), entries, Map::size)
                .description(Metric.INSTANCES.description())
                .register(registry);
    }

    /**
     * The newest numbers of an instance; {@code NaN} where there is none.
     *
     * @param exists asked afterwards: a look at an instance may end after the instance, and then nobody else removes them
     */
    public void set(String namespace, String name, Values values, BooleanSupplier exists) {
        entries.computeIfAbsent(
                        namespace + "/" + name, key -> new Entry(Tags.of("namespace", namespace, "instance", name)))
                .values = values;
        if (!exists.getAsBoolean()) remove(namespace, name);
    }

    /** The instance is gone. */
    public void remove(String namespace, String name) {
        Entry entry = entries.remove(namespace + "/" + name);
        if (entry != null) entry.meters.forEach(registry::remove);
    }

    /** What is known of one instance. */
    public record Values(double replicas, double desired, double requestsPerSecond, double floor) {}

    private final class Entry {
        private volatile Values values = new Values(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        private final List<Meter> meters;

        Entry(Tags tags) {
            meters = List.of(
                    gauge(Metric.REPLICAS_CURRENT, tags, Values::replicas),
                    gauge(Metric.REPLICAS_DESIRED, tags, Values::desired),
                    gauge(Metric.OBSERVED_RPS, tags, Values::requestsPerSecond),
                    gauge(Metric.FLOOR, tags, Values::floor));
        }

        private Meter gauge(Metric metric, Tags tags, ToDoubleFunction<Values> value) {
            return Gauge.builder(metric.meter(), () -> value.applyAsDouble(values))
                    .description(metric.description())
                    .tags(tags)
                    .strongReference(true)
                    .register(registry);
        }
    }
}
