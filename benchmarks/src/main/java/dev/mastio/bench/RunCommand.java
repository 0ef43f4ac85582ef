package dev.mastio.bench;

import dev.mastio.bench.load.LoadResult;
import dev.mastio.bench.load.LoadRun;
import dev.mastio.bench.load.Profile;
import dev.mastio.bench.load.Target;
import dev.mastio.bench.observe.MemoryWatch;
import dev.mastio.bench.report.HtmlReport;
import dev.mastio.bench.report.K6Summary;
import dev.mastio.bench.report.Progress;
import dev.mastio.bench.report.Report;
import dev.mastio.bench.report.TextSummary;
import dev.mastio.bench.scenario.Scenario;
import dev.mastio.bench.scenario.ScenarioLibrary;
import dev.mastio.bench.scenario.Threshold;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run SCENARIO}: drives a load, reports on it, and fails when a threshold is breached. */
@Command(
        name = "run",
        description = "Run a scenario: health-throughput, soak-stability, or a YAML or JSON file of your own",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every threshold held",
            "1:a threshold was breached",
            "2:an option or the scenario is wrong",
            "3:the run could not be made, or its report not be written"
        })
final class RunCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "SCENARIO",
            defaultValue = "health-throughput",
            description = "Default: ${DEFAULT-VALUE}")
    String scenario = "health-throughput";

    @Mixin
    TargetOptions targetOptions = new TargetOptions();

    @Mixin
    ShapeOptions shapeOptions = new ShapeOptions();

    @Option(
            names = "--threshold",
            paramLabel = "METRIC:LIMIT",
            description = "Instead of the scenario's, as in 'http_req_duration:p(95)<250'; repeat it")
    List<String> thresholds = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where summary.json and report.html go (default: here)")
    Path out = Path.of(".");

    @Option(
            names = "--summary-export",
            paramLabel = "FILE",
            description = "Also write k6's older, flat summary shape to this file")
    @Nullable
    Path export;

    @Option(
            names = "--ops",
            paramLabel = "URL",
            description = "Operations address of a proxy, as in http://127.0.0.1:9464, whose memory to plot; repeat it")
    List<URI> ops = List.of();

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress lines")
    boolean quiet;

    @Override
    public Integer call() throws IOException {
        Scenario chosen = chosen();
        Target target = targetOptions.target(chosen.paths());
        Profile profile = chosen.shape().profile();
        Files.createDirectories(out);
        ops.forEach(RunCommand::checkOps);
        LoadRun run = LoadRun.start(target, profile, targetOptions.tuning(), quiet ? _ -> {} : progress(profile));
        try (Interruption _ = new Interruption(run::stop);
                MemoryWatch memory = new MemoryWatch(ops, interval(profile.duration()))) {
            LoadResult result = run.result();
            Report report = new Report(chosen, target, result, memory.samples());
            // Before the files: an hour of load must not be lost to a full disk.
            System.out.print("\n" + TextSummary.of(report));
            System.out.flush();
            if (memory.trouble() != null) System.err.println("Memory: " + memory.trouble());
            if (!write(report)) return 3;
            return report.breached().isEmpty() ? 0 : 1;
        }
    }

    private Scenario chosen() {
        Scenario found = ScenarioLibrary.find(scenario);
        Scenario shaped = found.withShape(shapeOptions.applyTo(found.shape()));
        return thresholds.isEmpty()
                ? shaped
                : shaped.withThresholds(
                        thresholds.stream().map(Threshold::parse).toList());
    }

    private static Progress progress(Profile profile) {
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return new Progress(System.err, terminal, profile.duration());
    }

    /** Some 300 looks, at most one a second. */
    private static Duration interval(Duration length) {
        return Duration.ofMillis(Math.max(1000, length.toMillis() / 300));
    }

    private static void checkOps(URI address) {
        if (!"http".equals(address.getScheme()) || address.getHost() == null)
            throw new IllegalArgumentException("--ops '" + address + "' must look like http://127.0.0.1:9464");
    }

    private boolean write(Report report) {
        try {
            Files.writeString(out.resolve("summary.json"), K6Summary.summary(report));
            Files.writeString(out.resolve("report.html"), HtmlReport.of(report));
            if (export != null) Files.writeString(export, K6Summary.export(report));
            return true;
        } catch (IOException e) {
            System.err.println("The report could not be written: " + e);
            return false;
        }
    }
}
