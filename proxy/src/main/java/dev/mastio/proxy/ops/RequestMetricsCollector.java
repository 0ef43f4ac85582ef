package dev.mastio.proxy.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** Shows {@link RequestMetrics} to Prometheus. Series of families that nobody has called yet are left out. */
final class RequestMetricsCollector implements MultiCollector {

    private final RequestMetrics metrics;

    RequestMetricsCollector(RequestMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public MetricSnapshots collect() {
        return MetricSnapshots.of(arrivals(), shed(), requests(), durations());
    }

    private CounterSnapshot arrivals() {
        CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name("mastio_arrivals")
                .help("Requests that arrived at the data port, counted on arrival");
        for (Traffic traffic : Traffic.values()) {
            counter.dataPoint(point(Labels.of("traffic", traffic.label()), metrics.arrivals(traffic)));
        }
        return counter.build();
    }

    private CounterSnapshot shed() {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name("mastio_shed").help("Requests answered by load shedding");
        for (ShedReason reason : ShedReason.values()) {
            for (Traffic traffic : Traffic.values()) {
                counter.dataPoint(point(
                        Labels.of("reason", reason.label(), "traffic", traffic.label()),
                        metrics.shedSoFar(traffic, reason)));
            }
        }
        return counter.build();
    }

    private CounterSnapshot requests() {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name("mastio_requests").help("Requests answered");
        for (Family family : Family.values()) {
            for (Traffic traffic : Traffic.values()) {
                for (Outcome outcome : Outcome.values()) {
                    long answers = metrics.answers(family, traffic, outcome);
                    if (answers > 0) {
                        counter.dataPoint(point(labels(family, traffic).add("outcome", outcome.label()), answers));
                    }
                }
            }
        }
        return counter.build();
    }

    private HistogramSnapshot durations() {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name("mastio_request_duration_seconds")
                .help("From arrival to the last byte of the answer");
        for (Family family : Family.values()) {
            for (Traffic traffic : Traffic.values()) {
                LatencyHistogram durations = metrics.durations(family, traffic);
                ClassicHistogramBuckets buckets = ClassicHistogramBuckets.of(durations.bounds(), durations.counts());
                if (!buckets.isEmpty() && buckets.stream().anyMatch(bucket -> bucket.getCount() > 0)) {
                    histogram.dataPoint(HistogramDataPointSnapshot.builder()
                            .labels(labels(family, traffic))
                            .classicHistogramBuckets(buckets)
                            .sum(durations.sumSeconds())
                            .build());
                }
            }
        }
        return histogram.build();
    }

    private static Labels labels(Family family, Traffic traffic) {
        return Labels.of("family", family.label(), "traffic", traffic.label());
    }

    private static CounterDataPointSnapshot point(Labels labels, long value) {
        return CounterDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build();
    }
}
