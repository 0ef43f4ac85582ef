package dev.mastio.bench.report;

import dev.mastio.bench.load.Failure;
import dev.mastio.bench.load.GeneratorLimit;
import dev.mastio.bench.load.Latencies;
import dev.mastio.bench.load.LoadResult;
import dev.mastio.bench.scenario.TextDuration;
import dev.mastio.bench.scenario.Threshold;
import java.util.Comparator;
import java.util.Formatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The one screen at the end of a run. */
public final class TextSummary {

    private final Formatter text = new Formatter(Locale.ROOT);

    private TextSummary() {}

    public static String of(Report report) {
        TextSummary summary = new TextSummary();
        summary.head(report);
        summary.latency(report.result().successful());
        summary.failures(report.result());
        summary.thresholds(report);
        summary.caveats(report.result());
        return summary.text.toString();
    }

    private void head(Report report) {
        LoadResult run = report.result();
        text.format("════ Mastio %s summary ════\n", title(report));
        text.format(
                "Base URL: %s\n",
                String.join(
                        ", ",
                        report.target().bases().stream().map(Object::toString).toList()));
        text.format("Duration: %s, up to %,d %s\n", TextDuration.format(run.elapsed()), run.peakUsers(), report.unit());
        text.format("Requests total: %,d\n", run.requests());
        text.format("Requests per sec: %.1f RPS\n", run.requestsPerSecond());
        text.format("Errors: %.3f %%\n", 100 * run.errorRate());
        if (run.retried() > 0)
            text.format("Sent again: %,d, whose connection was closed before an answer began\n", run.retried());
    }

    private static String title(Report report) {
        String name = report.scenario().name();
        return name.startsWith("health-") ? "/health " + name.substring("health-".length()) : name;
    }

    private void latency(Latencies latency) {
        text.format("Latency (success-only):\n");
        text.format("  avg    %8.1f ms\n", latency.mean());
        for (int percent : new int[] {50, 95, 99})
            text.format("  p(%d)  %8.1f ms\n", percent, latency.percentile(percent));
        text.format("  max    %8.1f ms\n", latency.max());
    }

    private void failures(LoadResult run) {
        if (run.failures().isEmpty()) return;
        text.format("Failed requests:\n");
        run.failures().entrySet().stream()
                .sorted(Map.Entry.<Failure, Long>comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> failure(entry.getKey(), entry.getValue(), run.example(entry.getKey())));
    }

    private void failure(Failure why, long count, Optional<String> example) {
        text.format(
                "  %,9d  %s%s\n",
                count, why.text(), example.map(words -> ", such as: " + words).orElse(""));
    }

    private void thresholds(Report report) {
        if (report.scenario().thresholds().isEmpty()) return;
        text.format("Thresholds:\n");
        for (Threshold threshold : report.scenario().thresholds()) {
            boolean holds = threshold.holds(report.result());
            text.format("  %s %s (measured %.4g)\n", holds ? "✓" : "✗", threshold, threshold.value(report.result()));
        }
    }

    private void caveats(LoadResult run) {
        if (!run.complete()) text.format("Stopped before the end of its profile.\n");
        double strained = GeneratorLimit.share(run.seconds());
        if (strained > 0.1)
            text.format(
                    "Note: the load program was short of processor time in %.0f %% of the run; the server may do more than this.\n",
                    100 * strained);
    }
}
