package dev.mastio.bench.soak;

import java.io.IOException;
import java.util.Formatter;
import java.util.Locale;

/** A report on one screen, from its JSON. */
public final class ReportText {

    private static final double MEBIBYTE = 1 << 20;

    private final Formatter text = new Formatter(Locale.ROOT);
    private final Tree report;

    private ReportText(Tree report) {
        this.report = report;
    }

    /**
     * The report, readable.
     *
     * @throws IllegalArgumentException when that is not the JSON of a report
     */
    public static String of(String json) {
        Tree report = Tree.parse(json);
        if (!report.at("format").text().orElse("").startsWith("mastio-soak-report/"))
            throw new IllegalArgumentException("this is not the report of a soak");
        ReportText screen = new ReportText(report);
        screen.head();
        screen.load();
        report.at("pods").items().forEach(screen::pod);
        screen.rest();
        return screen.text.toString();
    }

    /** The same, of a report as it is stored. */
    public static String ofArchive(byte[] content) throws IOException {
        return of(ReportArchive.unpack(content));
    }

    private void head() {
        Tree verdict = report.at("verdict");
        text.format("════ Mastio soak %s ════\n", word(verdict.at("run")));
        text.format("Verdict:  %s (%s)\n", word(verdict.at("verdict")), word(verdict.at("reason")));
        text.format("          %s\n", word(verdict.at("message")));
        text.format("Time:     %s to %s\n", word(verdict.at("startedAt")), word(verdict.at("finishedAt")));
        text.format(
                "Phases:   %s\n",
                String.join(
                        ", ", report.at("phases").items().map(ReportText::phase).toList()));
    }

    private static String phase(Tree phase) {
        return String.format(Locale.ROOT, "%s %.0f s", word(phase.at("name")), value(phase.at("seconds")));
    }

    private void load() {
        Tree settings = report.at("settings");
        Tree verdict = report.at("verdict");
        text.format(
                "Load:     %.0f virtual users, %s, at %s\n",
                value(settings.at("virtualUsers")),
                settings.at("maxRate").number().isPresent()
                        ? String.format(Locale.ROOT, "at most %,.0f requests/s", value(settings.at("maxRate")))
                        : "as fast as answers come",
                word(settings.at("target")));
        if (verdict.at("requests").number().isEmpty()) return;
        text.format(
                "          %,.0f requests in %,.0f s, %,.1f requests/s, errors %.3f %% (below %s)\n",
                value(verdict.at("requests")),
                value(verdict.at("seconds")),
                value(verdict.at("requestsPerSecond")),
                value(verdict.at("errorRate")) * 100,
                value(settings.at("errorPercent")));
        text.format(
                "Latency:  p50 %.1f  p95 %.1f (below %s)  p99 %.1f  max %.1f ms\n",
                value(verdict.at("p50Millis")),
                value(verdict.at("p95Millis")),
                value(settings.at("p95Millis")),
                value(verdict.at("p99Millis")),
                value(verdict.at("maxMillis")));
        course("requests/s", report.at("load", "course", "rate"), 1);
        course("p95 ms", report.at("load", "course", "p95"), 1);
    }

    private void pod(Tree pod) {
        text.format("Replica %s\n", word(pod.at("name")));
        memory("resident", pod, "resident", "residentDriftPercent");
        memory("live heap", pod, "liveHeap", "heapDriftPercent");
        course("resident", pod.at("course", "resident"), MEBIBYTE);
        course("live heap", pod.at("course", "liveHeap"), MEBIBYTE);
    }

    private void memory(String name, Tree pod, String column, String drift) {
        if (pod.at(drift).number().isEmpty()) return;
        text.format(
                "  %-10s %8.1f → %.1f MiB, %+.2f %% (at most %s)\n",
                name,
                median(pod.at("baseline", column)),
                median(pod.at("after", column)),
                value(pod.at(drift)),
                value(report.at("settings", "driftPercent")));
    }

    private static double median(Tree column) {
        return Drift.median(column.numbers().toArray()) / MEBIBYTE;
    }

    private void course(String name, Tree column, double unit) {
        double[] values = column.numbers().map(value -> value / unit).toArray();
        if (values.length == 0) return;
        text.format("  %-10s %s\n", name, Sparkline.of(values));
    }

    private void rest() {
        report.at("changes").items().forEach(change -> text.format("Change:   %s\n", word(change)));
        report.at("verdict", "report").text().ifPresent(place -> text.format("Report:   %s\n", place));
    }

    private static String word(Tree value) {
        return value.text().orElse("–");
    }

    private static double value(Tree value) {
        return value.number().orElse(Double.NaN);
    }
}
