package dev.mastio.bench.soak;

import dev.mastio.bench.load.Second;
import dev.mastio.bench.report.Json;
import dev.mastio.bench.soak.SoakReport.Load;
import dev.mastio.bench.soak.SoakReport.Pod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The whole report as JSON. What is a series stands in columns, which compress better and are what plots want. */
final class ReportJson {

    /** Samples in a pod's course for each point of the load's: they are rarer, and there are many pods. */
    private static final int POINTS_A_SAMPLE = 4;

    private final SoakReport report;
    private final int points;

    private ReportJson(SoakReport report, int points) {
        this.report = report;
        this.points = points;
    }

    /** @param points at most, of the load's course; a longer one is merged into intervals */
    static String of(SoakReport report, Verdict verdict, int points) {
        ReportJson json = new ReportJson(report, points);
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format", "mastio-soak-report/1");
        root.put("verdict", VerdictJson.fields(verdict));
        root.put("settings", json.settings());
        root.put("phases", json.phases());
        root.put("pods", report.pods().stream().map(json::pod).toList());
        root.put("changes", List.copyOf(report.changes()));
        report.load().ifPresent(load -> root.put("load", json.load(load)));
        return Json.compact(root);
    }

    private Map<String, Object> settings() {
        SoakSettings asked = report.settings();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("target", asked.target().bases().getFirst());
        settings.put("virtualUsers", asked.virtualUsers());
        settings.put("maxRate", report.maxRate());
        asked.effectiveFloor().ifPresent(floor -> settings.put("effectiveFloor", floor));
        settings.put("warmUpSeconds", asked.phases().warmUp().toSeconds());
        settings.put("idleSeconds", asked.phases().idle().toSeconds());
        settings.put("durationSeconds", asked.phases().load().toSeconds());
        settings.put("samples", asked.sampling().samples());
        settings.put("p95Millis", asked.limits().p95Millis());
        settings.put("errorPercent", asked.limits().errorPercent());
        settings.put("driftPercent", asked.limits().driftPercent());
        return settings;
    }

    private List<Map<String, Object>> phases() {
        return report.phases().stream()
                .map(phase -> Map.<String, Object>of(
                        "name", phase.name(), "at", tenths(phase.at()), "seconds", tenths(phase.seconds())))
                .toList();
    }

    private Map<String, Object> pod(Pod pod) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", pod.name());
        fields.put("uid", pod.uid());
        fields.put("baseline", samples(pod.baseline()));
        fields.put("after", samples(pod.after()));
        fields.put("course", samples(thinned(pod.course(), Math.max(1, points / POINTS_A_SAMPLE))));
        if (pod.measured()) {
            fields.put("residentDriftPercent", hundredths(pod.drift(Sample::resident)));
            fields.put("heapDriftPercent", hundredths(pod.drift(Sample::liveHeap)));
            fields.put("clientRequests", (long) pod.rise(Sample::clientArrivals));
        }
        return fields;
    }

    private static Map<String, Object> samples(List<Sample> samples) {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("at", column(samples, sample -> tenths(sample.at())));
        columns.put("resident", whole(samples, Sample::resident));
        columns.put("liveHeap", whole(samples, Sample::liveHeap));
        columns.put("collections", whole(samples, Sample::collections));
        columns.put("cpuSeconds", column(samples, sample -> tenths(sample.cpu())));
        columns.put("started", column(samples, Sample::started));
        return columns;
    }

    private Map<String, Object> load(Load load) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("startedAt", load.startedAt());
        fields.put("failures", load.failures());
        fields.put("examples", load.examples());
        fields.put("connections", load.connections());
        fields.put("retried", load.retried());
        List<Interval> intervals = Interval.merged(load.course(), points);
        Map<String, Object> course = new LinkedHashMap<>();
        course.put("at", column(intervals, interval -> tenths(interval.at())));
        course.put("rate", column(intervals, interval -> tenths(interval.rate())));
        course.put("failed", whole(intervals, Interval::failed));
        course.put("p50", column(intervals, interval -> hundredths(interval.p50())));
        course.put("p95", column(intervals, interval -> hundredths(interval.p95())));
        course.put("p99", column(intervals, interval -> hundredths(interval.p99())));
        course.put("max", column(intervals, interval -> hundredths(interval.max())));
        fields.put("course", course);
        return fields;
    }

    /**
     * One or more seconds in a row; its percentiles are those of its worst second, for percentiles can't be averaged.
     *
     * @param at seconds from the start of the load to the end of this
     */
    private record Interval(double at, double rate, double failed, double p50, double p95, double p99, double max) {

        static List<Interval> merged(List<Second> seconds, int most) {
            int size = Math.ceilDiv(Math.max(1, seconds.size()), most);
            List<Interval> intervals = new ArrayList<>();
            for (int from = 0; from < seconds.size(); from += size)
                intervals.add(of(seconds.subList(from, Math.min(from + size, seconds.size()))));
            return intervals;
        }

        private static Interval of(List<Second> part) {
            double length = part.stream().mapToDouble(Second::length).sum();
            return new Interval(
                    part.getLast().at(),
                    part.stream().mapToLong(Second::requests).sum() / length,
                    part.stream().mapToLong(Second::failed).sum(),
                    worst(part, Second::p50),
                    worst(part, Second::p95),
                    worst(part, Second::p99),
                    worst(part, Second::max));
        }

        private static double worst(List<Second> part, ToDoubleFunction<Second> what) {
            return part.stream().mapToDouble(what).max().orElse(0);
        }
    }

    private static <T> List<T> thinned(List<T> all, int most) {
        int step = Math.ceilDiv(Math.max(1, all.size()), most);
        List<T> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += step) some.add(all.get(i));
        return some;
    }

    private static <T> List<Double> column(List<T> rows, ToDoubleFunction<T> cell) {
        return rows.stream().map(cell::applyAsDouble).toList();
    }

    private static <T> List<Long> whole(List<T> rows, ToDoubleFunction<T> cell) {
        return rows.stream().map(row -> Math.round(cell.applyAsDouble(row))).toList();
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
