package dev.mastio.bench;

import dev.mastio.bench.calibrate.FloorFinding;
import dev.mastio.bench.calibrate.FloorSearch;
import dev.mastio.bench.calibrate.HardwareClassYaml;
import dev.mastio.bench.calibrate.MachineFacts;
import dev.mastio.bench.calibrate.Objectives;
import dev.mastio.bench.calibrate.Outcome;
import dev.mastio.bench.calibrate.RateTrial;
import dev.mastio.bench.calibrate.SearchPlan;
import dev.mastio.bench.calibrate.Trial;
import dev.mastio.bench.calibrate.TwoSearches;
import dev.mastio.bench.load.Preflight;
import dev.mastio.bench.load.Target;
import dev.mastio.bench.observe.ProxyWitness;
import dev.mastio.bench.scenario.TextDuration;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code floor}: measures what one server sustains, and prints it as a hardware class. */
@Command(
        name = "floor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Search the highest rate within p95 < 250 ms and errors < 1 %%, and print a MastioHardwareClass to apply.",
            "The class goes to standard output, everything else to standard error."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:a floor was found",
            "1:none was found: the load program or the highest allowed rate gave out first, or nothing was sustained; or two lie far apart",
            "2:an option is wrong",
            "3:the search could not be made"
        })
final class FloorCommand implements Callable<Integer> {

    private static final double MOST_APART = 0.10;

    @Mixin
    TargetOptions targetOptions = new TargetOptions();

    @Option(
            names = "--derate",
            paramLabel = "PERCENT",
            defaultValue = "0",
            description =
                    "Take this off the measured floor: cloud machines are 20-30 %% slower than desktops of the same size")
    double derate;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the class (default: from cores and memory)")
    @Nullable
    String name;

    @Option(names = "--cores", paramLabel = "N", description = "Cores of the server's machine (default: of this one)")
    @Nullable
    Integer cores;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Memory of the server's machine, as in 8Gi (default: of this one)")
    @Nullable
    String memory;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "3",
            description = "Searches whose median counts (default: ${DEFAULT-VALUE})")
    int repeats = 3;

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "Trials that must fail before a rate counts as failed; more on a machine that others use (default: ${DEFAULT-VALUE})")
    int tries = 2;

    @Option(
            names = "--trial",
            paramLabel = "TIME",
            defaultValue = "6s",
            description = "Length of one trial (default: ${DEFAULT-VALUE})")
    String trial = "6s";

    @Option(
            names = "--proof",
            paramLabel = "TIME",
            defaultValue = "20s",
            description = "Length of the last trial, at the floor (default: ${DEFAULT-VALUE})")
    String proof = "20s";

    @Option(
            names = "--start",
            paramLabel = "N",
            defaultValue = "100",
            description = "First rate to offer (default: ${DEFAULT-VALUE})")
    double start = 100;

    @Option(
            names = "--highest",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Highest rate to offer (default: ${DEFAULT-VALUE})")
    double highest = 1_000_000;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "100",
            description = "Client connections (default: ${DEFAULT-VALUE})")
    int connections = 100;

    @Option(
            names = "--ops",
            paramLabel = "URL",
            description = {
                "Operations address of the proxy, as in http://127.0.0.1:9464; repeat it for several.",
                "Needed to say that the floor is one of Mastio's own proxy, and of which version"
            })
    List<URI> operations = List.of();

    @Option(
            names = "--twice",
            description = {
                "Search twice, a trial of one search and a trial of the other in turn, and fail if the floors are more than 10 %% apart.",
                "The class is that of the lower one"
            })
    boolean twice;

    private final PrintStream err = System.err;

    /** In trials that held. */
    private final DoubleAdder answered = new DoubleAdder();

    @Override
    public Integer call() throws IOException {
        Target target = targetOptions.target(List.of("/health"));
        SearchPlan plan = plan();
        MachineFacts machine = MachineFacts.here();
        if (connections < 1) throw new IllegalArgumentException("--connections must be at least 1, not " + connections);
        HardwareClassYaml yaml = classOf(machine);
        Preflight.body(target);
        ProxyWitness witness = ProxyWitness.of(operations);
        Trial trials = counting(new RateTrial(target, targetOptions.tuning(), Objectives.OF_A_CLASS, connections));
        if (twice) return both(TwoSearches.search(trials, plan, this::log), yaml, target, witness);
        FloorFinding finding = new FloorSearch(trials, plan, outcome -> log("", outcome)).search();
        if (finding instanceof FloorFinding.Found found) {
            print(yaml.withProxyVersion(version(witness)), found, target);
            return 0;
        }
        err.println(refusal(finding));
        return 1;
    }

    private int both(TwoSearches.Pair pair, HardwareClassYaml yaml, Target target, ProxyWitness witness) {
        if (pair.first() instanceof FloorFinding.Found first && pair.second() instanceof FloorFinding.Found second) {
            double low = Math.min(first.requestsPerSecond(), second.requestsPerSecond());
            double high = Math.max(first.requestsPerSecond(), second.requestsPerSecond());
            FloorFinding.Found lower = first.requestsPerSecond() == low ? first : second;
            print(yaml.withProxyVersion(version(witness)), lower, target);
            double apart = high / low - 1;
            err.printf(
                    Locale.ROOT,
                    "floors %,.0f and %,.0f requests per second: %.1f %% apart (at most %.0f %%)%n",
                    first.requestsPerSecond(),
                    second.requestsPerSecond(),
                    100 * apart,
                    100 * MOST_APART);
            return apart <= MOST_APART ? 0 : 1;
        }
        List.of(pair.first(), pair.second()).forEach(finding -> err.println(refusal(finding)));
        return 1;
    }

    private SearchPlan plan() {
        SearchPlan standard = SearchPlan.STANDARD;
        Duration length = TextDuration.parse(trial);
        Duration step = length.compareTo(standard.step()) < 0 ? length : standard.step();
        return new SearchPlan(
                start, highest, step, length, TextDuration.parse(proof), tries, repeats, standard.resolution());
    }

    private HardwareClassYaml classOf(MachineFacts machine) {
        int ofCores = cores == null ? machine.cores() : cores;
        String ofMemory = memory == null ? machine.memoryQuantity() : memory;
        String called = name == null ? "measured-" + ofCores + "c-" + ofMemory.toLowerCase(Locale.ROOT) : name;
        return new HardwareClassYaml(called, ofCores, ofMemory, machine, derate, Optional.empty());
    }

    private void print(HardwareClassYaml yaml, FloorFinding.Found found, Target target) {
        err.printf(
                Locale.ROOT,
                "%nFloor: %,.0f requests per second; repeats %s, apart by %.1f %%: confidence %s%n",
                found.requestsPerSecond(),
                found.repeats().stream()
                        .map(rate -> String.format(Locale.ROOT, "%,.0f", rate))
                        .toList(),
                100 * found.spread(),
                found.confidence());
        if (found.confidence() == FloorFinding.Confidence.LOW)
            err.println("The repeats lie far apart: something else uses this machine. Repeat it when that is gone.");
        if (cores == null && target.bases().stream().noneMatch(FloorCommand::isThisMachine))
            err.println(
                    "Cores and memory are those of this machine; if the server runs on another one, give --cores and --memory.");
        System.out.print(yaml.of(found, Instant.now()));
        System.out.flush();
    }

    private void log(int search, Outcome outcome) {
        log(search + ":", outcome);
    }

    private void log(String search, Outcome outcome) {
        err.printf(
                Locale.ROOT,
                "%s%,10.0f req/s  p95 %8.1f ms  errors %6.2f %%  %s%n",
                search,
                outcome.rate(),
                outcome.p95(),
                100 * outcome.errorRate(),
                outcome.held() ? "held" : outcome.generatorLimited() ? "load program at its limit" : "not held");
    }

    private static String refusal(FloorFinding finding) {
        return switch (finding) {
            case FloorFinding.GeneratorLimited limited ->
                String.format(
                        Locale.ROOT,
                        "No floor: the load program was short of processor time at %,.0f requests per second. The server's floor is at or above %,.0f. "
                                + "Give the program more cores or --threads, or run it on another machine than the server's.",
                        limited.failed().rate(),
                        limited.held());
            case FloorFinding.AboveHighest above ->
                String.format(
                        Locale.ROOT,
                        "No floor: %,.0f requests per second were sustained, the highest allowed. Raise --highest.",
                        above.highest());
            case FloorFinding.NothingHeld nothing ->
                String.format(
                        Locale.ROOT,
                        "No floor: not even %.0f requests per second were sustained (p95 %.0f ms, %.1f %% errors; %s).",
                        nothing.lowest().rate(),
                        nothing.lowest().p95(),
                        100 * nothing.lowest().errorRate(),
                        nothing.lowest().trouble().isEmpty()
                                ? "too slow"
                                : nothing.lowest().trouble());
            case FloorFinding.Found _ -> "one of two searches found a floor";
        };
    }

    private Trial counting(Trial trial) {
        return (rate, length) -> {
            Outcome outcome = trial.offer(rate, length);
            if (outcome.held()) answered.add(rate * (1 - outcome.errorRate()) * length.toMillis() / 1000.0);
            return outcome;
        };
    }

    /** What was found in half an hour is told all the same where nobody can tell whose it is. */
    private Optional<String> version(ProxyWitness witness) {
        try {
            if (!operations.isEmpty()) return Optional.of(witness.version(answered.sum()));
            err.println("Whether this is Mastio's own proxy is not known without --ops.");
        } catch (IOException e) {
            err.println("Whether this is Mastio's own proxy is not known: " + e.getMessage());
        }
        err.println("The class names no version, and the status of its instances will say so.");
        return Optional.empty();
    }

    private static boolean isThisMachine(URI base) {
        String host = base.getHost();
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
