package dev.mastio.bench.report;

import dev.mastio.bench.load.Failure;
import dev.mastio.bench.load.Latencies;
import dev.mastio.bench.load.LoadResult;
import dev.mastio.bench.scenario.Threshold;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run in the two shapes that k6's summary comes in, so that tools made for those read ours: the object that {@code handleSummary} gets
 * ({@code metrics.NAME.values.avg}), and the older one of {@code --summary-export} ({@code metrics.NAME.avg}).
 */
public final class K6Summary {

    /** k6's identifier of the root group: the MD5 sum of an empty text. */
    private static final String ROOT_ID = "d41d8cd98f00b204e9800998ecf8427e";

    private final Report report;
    private final LoadResult run;

    private K6Summary(Report report) {
        this.report = report;
        this.run = report.result();
    }

    /** The shape of {@code handleSummary}. */
    public static String summary(Report report) {
        K6Summary k6 = new K6Summary(report);
        Map<String, Object> metrics = new LinkedHashMap<>();
        k6.metrics().forEach(metric -> metrics.put(metric.name(), k6.detailed(metric)));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("root_group", k6.rootGroup(List.of(k6.check())));
        root.put(
                "options", Map.of("summaryTrendStats", List.of("avg", "min", "med", "max", "p(90)", "p(95)", "p(99)")));
        root.put(
                "state",
                Map.of(
                        "isStdOutTTY",
                        false,
                        "testRunDurationMs",
                        k6.run.elapsed().toNanos() / 1e6));
        root.put("metrics", metrics);
        return Json.of(root);
    }

    /** The shape of {@code --summary-export}; there, a threshold that is {@code true} is a breached one. */
    public static String export(Report report) {
        K6Summary k6 = new K6Summary(report);
        Map<String, Object> metrics = new LinkedHashMap<>();
        k6.metrics().forEach(metric -> metrics.put(metric.name(), k6.flat(metric)));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("root_group", k6.rootGroup(Map.of(k6.checkName(), k6.check())));
        root.put("metrics", metrics);
        return Json.of(root);
    }

    private record Metric(String name, String type, String contains, Map<String, Number> values) {}

    private List<Metric> metrics() {
        double seconds = run.elapsed().toNanos() / 1e9;
        long failed = run.failed();
        long unsent = run.failures().getOrDefault(Failure.UNSENT, 0L);
        List<Metric> metrics = new ArrayList<>();
        metrics.add(rate("checks", run.requests() - failed, run.requests()));
        metrics.add(counter("data_received", "data", run.bytesReceived(), seconds));
        metrics.add(counter("data_sent", "data", run.bytesSent(), seconds));
        if (unsent > 0) metrics.add(counter("dropped_iterations", "default", unsent, seconds));
        metrics.add(trend("http_req_duration", run.all()));
        metrics.add(trend("http_req_duration{expected_response:true}", run.successful()));
        metrics.add(rate("http_req_failed", failed, run.requests()));
        metrics.add(counter("http_reqs", "default", run.requests(), seconds));
        metrics.add(trend("iteration_duration", run.all()));
        // k6's client does this, too, and tells nobody.
        metrics.add(counter("http_reqs_sent_again", "default", run.retried(), seconds));
        metrics.add(counter("iterations", "default", run.requests(), seconds));
        metrics.add(users("vus"));
        metrics.add(users("vus_max"));
        return metrics;
    }

    private Map<String, Object> detailed(Metric metric) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", metric.type());
        entry.put("contains", metric.contains());
        entry.put("values", metric.values());
        Map<String, Object> thresholds = new LinkedHashMap<>();
        thresholdsOf(metric).forEach(limit -> thresholds.put(limit.expression(), Map.of("ok", limit.holds(run))));
        if (!thresholds.isEmpty()) entry.put("thresholds", thresholds);
        return entry;
    }

    private Map<String, Object> flat(Metric metric) {
        Map<String, Object> entry = new LinkedHashMap<>(metric.values());
        Object rate = metric.values().get("rate");
        if (metric.type().equals("rate") && rate != null) {
            entry.remove("rate");
            entry.put("value", rate);
        }
        Map<String, Object> thresholds = new LinkedHashMap<>();
        thresholdsOf(metric).forEach(limit -> thresholds.put(limit.expression(), !limit.holds(run)));
        if (!thresholds.isEmpty()) entry.put("thresholds", thresholds);
        return entry;
    }

    private List<Threshold> thresholdsOf(Metric metric) {
        return report.scenario().thresholds().stream()
                .filter(threshold -> threshold.metric().equals(metric.name()))
                .toList();
    }

    private Map<String, Object> rootGroup(Object checks) {
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("name", "");
        group.put("path", "");
        group.put("id", ROOT_ID);
        group.put("groups", checks instanceof Map ? Map.of() : List.of());
        group.put("checks", checks);
        return group;
    }

    private Map<String, Object> check() {
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("name", checkName());
        check.put("path", "::" + checkName());
        check.put("passes", run.requests() - run.failed());
        check.put("fails", run.failed());
        return check;
    }

    private String checkName() {
        return report.target().expectation().toString();
    }

    private static Metric counter(String name, String contains, long count, double seconds) {
        return new Metric(name, "counter", contains, ordered("count", count, "rate", count / seconds));
    }

    /** {@code passes} are the samples that are true; for failures those are the failed ones. */
    private static Metric rate(String name, long passes, long all) {
        return new Metric(
                name,
                "rate",
                "default",
                ordered("rate", all == 0 ? 0.0 : (double) passes / all, "passes", passes, "fails", all - passes));
    }

    private static Metric trend(String name, Latencies latencies) {
        return new Metric(
                name,
                "trend",
                "time",
                ordered(
                        "avg", latencies.mean(),
                        "min", latencies.min(),
                        "med", latencies.percentile(50),
                        "max", latencies.max(),
                        "p(90)", latencies.percentile(90),
                        "p(95)", latencies.percentile(95),
                        "p(99)", latencies.percentile(99)));
    }

    private Metric users(String name) {
        int least =
                run.seconds().stream().mapToInt(second -> second.users()).min().orElse(0);
        int last = run.seconds().isEmpty() ? 0 : run.seconds().getLast().users();
        boolean max = name.equals("vus_max");
        return new Metric(
                name,
                "gauge",
                "default",
                ordered(
                        "value", max ? run.peakUsers() : last,
                        "min", max ? run.peakUsers() : least,
                        "max", run.peakUsers()));
    }

    private static Map<String, Number> ordered(Object... namesAndValues) {
        Map<String, Number> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            map.put((String) namesAndValues[i], (Number) namesAndValues[i + 1]);
        return map;
    }
}
