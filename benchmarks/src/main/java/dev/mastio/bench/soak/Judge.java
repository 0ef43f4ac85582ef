package dev.mastio.bench.soak;

import dev.mastio.bench.soak.SoakReport.Load;
import dev.mastio.bench.soak.SoakReport.Pod;
import dev.mastio.bench.soak.SoakSettings.Phases;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the verdict, from the report and from nothing else. The first check that has something to say decides. */
public final class Judge {
    static final int ENOUGH_SAMPLES = 5;

    /** A run may end a little early, and clocks differ. */
    private static final double LONG_ENOUGH = 0.9;

    private static final double LOAD_ENOUGH = 0.5;

    /** Arrivals that are not our own, as a share of our own; a request whose connection broke may have arrived twice. */
    private static final double FOREIGN_SHARE = 0.01;

    private static final double FOREIGN_LEAST = 20;

    private record Finding(Reason reason, String message) {}

    private Judge() {}

    public static Verdict judge(SoakReport report) {
        Stream<Function<SoakReport, Optional<Finding>>> checks = Stream.of(
                Judge::trouble,
                Judge::replicasChanged,
                Judge::restarted,
                Judge::overlapping,
                Judge::tooFewSamples,
                Judge::breached,
                Judge::tooShort,
                Judge::loadTooLow);
        Finding finding = checks.flatMap(check -> check.apply(report).stream())
                .findFirst()
                .orElseGet(() -> new Finding(Reason.WithinLimits, "All limits held: " + numbers(report) + "."));
        return new Verdict(
                report.settings().run(),
                finding.reason(),
                finding.message() + remark(report),
                report.startedAt(),
                report.finishedAt(),
                worst(report, Sample::resident),
                worst(report, Sample::liveHeap),
                report.load(),
                report.pods().size(),
                Optional.of(report.settings().phases().idle()),
                Optional.empty());
    }

    /** What does not change the verdict but explains it. */
    private static String remark(SoakReport report) {
        boolean loaded = report.load().isPresent() && report.pods().stream().allMatch(Pod::measured);
        return loaded ? notCounted(report) + idledBriefly(report) : "";
    }

    private static String notCounted(SoakReport report) {
        boolean signed = report.settings().keyFile().isPresent();
        boolean counted = report.pods().stream().anyMatch(pod -> pod.measured() && pod.rise(Sample::soakArrivals) > 0);
        return signed && !counted
                ? " The proxies took the load for clients': their key is not the one that signed its token."
                : "";
    }

    private static String idledBriefly(SoakReport report) {
        Duration idle = report.settings().phases().idle();
        return idle.compareTo(Phases.FULL_IDLE) < 0
                ? " Memory had %d s to come back, less than %d: the drift says less than that of a full run."
                        .formatted(idle.toSeconds(), Phases.FULL_IDLE.toSeconds())
                : "";
    }

    private static Optional<Finding> trouble(SoakReport report) {
        return report.trouble().map(trouble -> new Finding(trouble.reason(), trouble.message()));
    }

    private static Optional<Finding> replicasChanged(SoakReport report) {
        if (report.changes().isEmpty()) return Optional.empty();
        return finding(
                Reason.ReplicasChanged,
                "Replicas changed during the run, so before and after are not the same processes: "
                        + String.join(", ", report.changes()) + ".");
    }

    private static Optional<Finding> restarted(SoakReport report) {
        String restarted =
                report.pods().stream().filter(Pod::restarted).map(Pod::name).collect(Collectors.joining(", "));
        return restarted.isEmpty()
                ? Optional.empty()
                : finding(Reason.PodRestarted, "Restarted during the run: " + restarted + ".");
    }

    private static Optional<Finding> overlapping(SoakReport report) {
        double own = report.load().map(Load::requests).orElse(0L);
        double arrived = report.pods().stream()
                .filter(Pod::measured)
                .mapToDouble(pod -> pod.rise(Sample::soakArrivals))
                .sum();
        if (arrived - own <= Math.max(FOREIGN_LEAST, own * FOREIGN_SHARE)) return Optional.empty();
        return finding(
                Reason.Overlapping,
                String.format(
                        Locale.ROOT,
                        "Another soak ran at the same time: %,.0f requests with a soak token arrived, %,.0f of them from this run.",
                        arrived,
                        own));
    }

    private static Optional<Finding> tooFewSamples(SoakReport report) {
        String lacking = report.pods().stream()
                .filter(pod -> Math.min(pod.baseline().size(), pod.after().size()) < ENOUGH_SAMPLES)
                .map(pod -> pod.name() + " " + pod.baseline().size() + " and "
                        + pod.after().size())
                .collect(Collectors.joining(", "));
        if (lacking.isEmpty()) return Optional.empty();
        return finding(
                Reason.TooFewSamples,
                "Fewer than " + ENOUGH_SAMPLES + " memory samples before and after the load: " + lacking + ".");
    }

    private static Optional<Finding> breached(SoakReport report) {
        List<Finding> breaches = Stream.of(heapDrift(report), residentDrift(report), errors(report), latency(report))
                .flatMap(Optional::stream)
                .toList();
        if (breaches.isEmpty()) return Optional.empty();
        String all = breaches.stream().map(Finding::message).collect(Collectors.joining("; "));
        return finding(breaches.getFirst().reason(), all + ". Measured: " + numbers(report) + ".");
    }

    private static Optional<Finding> heapDrift(SoakReport report) {
        return drift(report, Sample::liveHeap)
                .flatMap(drift -> finding(Reason.HeapDrift, "live heap grew by " + drift));
    }

    private static Optional<Finding> residentDrift(SoakReport report) {
        return drift(report, Sample::resident)
                .flatMap(drift -> finding(Reason.ResidentDrift, "resident memory grew by " + drift));
    }

    private static Optional<String> drift(SoakReport report, ToDoubleFunction<Sample> what) {
        double limit = report.settings().limits().driftPercent();
        List<String> grown = report.pods().stream()
                .filter(pod -> pod.drift(what) > limit)
                .map(pod -> String.format(Locale.ROOT, "%.1f %% in %s", pod.drift(what), pod.name()))
                .toList();
        return grown.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", grown) + String.format(Locale.ROOT, " (at most %s %%)", limit));
    }

    private static Optional<Finding> errors(SoakReport report) {
        double limit = report.settings().limits().errorPercent();
        return report.load()
                .map(load -> load.errorRate() * 100)
                .filter(percent -> percent >= limit)
                .flatMap(percent -> finding(
                        Reason.ErrorsBreached,
                        String.format(
                                Locale.ROOT, "%.3f %% of requests failed (must stay below %s %%)", percent, limit)));
    }

    private static Optional<Finding> latency(SoakReport report) {
        double limit = report.settings().limits().p95Millis();
        return report.load()
                .map(Load::p95)
                .filter(millis -> millis >= limit)
                .flatMap(millis -> finding(
                        Reason.LatencyBreached,
                        String.format(Locale.ROOT, "p95 was %.1f ms (must stay below %s ms)", millis, limit)));
    }

    private static Optional<Finding> tooShort(SoakReport report) {
        double asked = report.settings().phases().load().toNanos() / 1e9;
        double lasted = report.load().map(Load::seconds).orElse(0.0);
        if (lasted >= asked * LONG_ENOUGH) return Optional.empty();
        return finding(Reason.TooShort, String.format(Locale.ROOT, "The load lasted %.0f s of %.0f s.", lasted, asked));
    }

    private static Optional<Finding> loadTooLow(SoakReport report) {
        double rate = report.load().map(Load::requestsPerSecond).orElse(0.0);
        double halfFloor = report.settings().halfFloor(report.pods().size()).orElse(Double.POSITIVE_INFINITY);
        double meant = Math.min(report.maxRate(), halfFloor);
        if (Double.isInfinite(meant) || rate >= meant * LOAD_ENOUGH) return Optional.empty();
        return finding(
                Reason.LoadTooLow,
                String.format(
                        Locale.ROOT,
                        "The load was %.0f requests/s where it should have been %.0f; the limits were held, but that says little.",
                        rate,
                        meant));
    }

    private static OptionalDouble worst(SoakReport report, ToDoubleFunction<Sample> what) {
        return report.pods().stream()
                .filter(Pod::measured)
                .mapToDouble(pod -> pod.drift(what))
                .max();
    }

    private static String numbers(SoakReport report) {
        String load = report.load()
                .map(run -> String.format(
                        Locale.ROOT,
                        "%.1f requests/s for %.0f s, p95 %.1f ms, errors %.3f %%",
                        run.requestsPerSecond(),
                        run.seconds(),
                        run.p95(),
                        run.errorRate() * 100))
                .orElse("no load");
        return String.format(
                Locale.ROOT,
                "%s, resident memory %+.2f %%, live heap %+.2f %%, replicas %d",
                load,
                worst(report, Sample::resident).orElse(Double.NaN),
                worst(report, Sample::liveHeap).orElse(Double.NaN),
                report.pods().size());
    }

    private static Optional<Finding> finding(Reason reason, String message) {
        return Optional.of(new Finding(reason, message));
    }
}
