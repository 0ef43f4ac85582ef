package dev.mastio.bench.report;

import dev.mastio.bench.load.Second;
import dev.mastio.bench.observe.Memory;
import dev.mastio.bench.scenario.Threshold;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run as one HTML page that needs no network: figures, verdicts and plots. */
public final class HtmlReport {

    private final Report report;
    private final List<Second> seconds;

    private HtmlReport(Report report) {
        this.report = report;
        // The last interval may be a few milliseconds long, which makes its rate a lottery.
        this.seconds = report.result().seconds().stream()
                .filter(second -> second.length() > 0.5)
                .toList();
    }

    public static String of(Report report) {
        HtmlReport page = new HtmlReport(report);
        return template()
                .replace("{{title}}", Html.escape(report.scenario().name()))
                .replace(
                        "{{started}}",
                        Html.escape(report.result().startedAt().toString().substring(0, 19) + "Z"))
                .replace("{{verdict}}", page.verdict())
                .replace("{{thresholds}}", page.thresholds())
                .replace("{{summary}}", Html.escape(TextSummary.of(report)))
                .replace("{{charts}}", page.charts());
    }

    private String verdict() {
        int breached = report.breached().size();
        if (report.scenario().thresholds().isEmpty()) return "<span>No thresholds</span>";
        return breached == 0
                ? "<span class='good'>All thresholds held</span>"
                : "<span class='bad'>" + breached + (breached == 1 ? " threshold" : " thresholds") + " breached</span>";
    }

    private String thresholds() {
        return report.scenario().thresholds().stream().map(this::threshold).collect(Collectors.joining("\n"));
    }

    private String threshold(Threshold threshold) {
        boolean holds = threshold.holds(report.result());
        return String.format(
                Locale.ROOT,
                "<tr><td>%s</td><td>%s</td><td>%.4g</td><td class='%s'>%s</td></tr>",
                Html.escape(threshold.metric()),
                Html.escape(threshold.expression()),
                threshold.value(report.result()),
                holds ? "good" : "bad",
                holds ? "held" : "breached");
    }

    private String charts() {
        StringBuilder charts = new StringBuilder();
        charts.append(LineChart.of(
                "Rate",
                "requests per second",
                List.of(line("answered", Second::rate), line("failed", s -> s.failed() / s.length()))));
        charts.append(LineChart.of(
                "Latency",
                "ms, successful requests",
                List.of(line("p50", Second::p50), line("p95", Second::p95), line("p99", Second::p99))));
        charts.append(LineChart.of("Load", report.unit(), List.of(line(report.unit(), Second::users))));
        if (!report.memory().isEmpty()) {
            charts.append(memory("Resident memory", Memory::resident));
            charts.append(memory("Live heap after the last collection", Memory::heapLive));
        }
        return charts.toString();
    }

    private Line line(String name, ToDoubleFunction<Second> value) {
        return new Line(
                name,
                seconds.stream()
                        .map(second -> new Line.Point(second.at(), value.applyAsDouble(second)))
                        .toList());
    }

    private String memory(String title, ToDoubleFunction<Memory> bytes) {
        Stream<URI> proxies = report.memory().stream().map(Memory::ops).distinct();
        List<Line> lines = proxies.map(proxy -> new Line(
                        proxy.getAuthority(),
                        report.memory().stream()
                                .filter(sample -> sample.ops().equals(proxy))
                                .map(sample -> new Line.Point(sample.at(), bytes.applyAsDouble(sample) / (1 << 20)))
                                .toList()))
                .toList();
        return LineChart.of(title, "MiB", lines);
    }

    private static String template() {
        try (InputStream resource = HtmlReport.class.getResourceAsStream("/report.html")) {
            if (resource == null) throw new IllegalStateException("the page's template is not in this program");
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
