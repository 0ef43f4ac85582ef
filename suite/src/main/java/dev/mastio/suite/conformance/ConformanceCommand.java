package dev.mastio.suite.conformance;

import dev.mastio.suite.Distribution;
import dev.mastio.suite.conformance.fuzz.Fuzz;
import dev.mastio.suite.conformance.fuzz.Tolerated;
import dev.mastio.suite.conformance.pair.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./mastio conformance}. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the same calls to the embedded API server and to a real one (local/kubernetes, without a node), and compares their replies.",
            "Exit code 0 only if they differ in what suite/conformance/known.yaml lists, and in all of that."
        })
public final class ConformanceCommand implements Callable<Integer> {

    private static final Path FILES = Path.of("suite/conformance");
    private static final String KNOWN_BY_FUZZ = "known-by-fuzz.yaml";
    private static final Path PAGE = Path.of("docs/reference/conformance.md");
    private static final Path REPORT = Path.of("target/conformance");

    @Option(names = "--write", description = "Write docs/reference/conformance.md, if the replies are as expected.")
    private boolean write;

    @Option(
            names = "--only",
            paramLabel = "SCENARIO",
            split = ",",
            description = "Only these files of suite/conformance/cases; writes no page.")
    private List<String> only = List.of();

    @Option(
            names = "--fuzz",
            paramLabel = "SECONDS",
            description = "Instead of the list: random objects and changes, for so long.")
    private @Nullable Integer fuzz;

    @Option(
            names = "--sequences",
            paramLabel = "N",
            description =
                    "With --fuzz: so many of them, so that the same is tried everywhere; fewer in that time are a failure.")
    private @Nullable Integer sequences;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Where the randomness starts; a report of a difference names it. Default: the time.")
    private @Nullable Long seed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Distribution distribution = Distribution.fromProperties();
        Path files = distribution.root().resolve(FILES);
        Path report = Files.createDirectories(distribution.root().resolve(REPORT));
        try (Servers servers = Servers.start(distribution)) {
            Integer seconds = fuzz;
            if (seconds != null)
                return new Fuzz(distribution.root(), servers, Tolerated.read(files.resolve(KNOWN_BY_FUZZ)), System.out)
                                .run(Duration.ofSeconds(seconds), wanted(), chosenSeed())
                        ? 0
                        : 1;
            return list(distribution.root(), servers, files, report) ? 0 : 1;
        }
    }

    private OptionalInt wanted() {
        Integer wanted = sequences;
        return wanted == null ? OptionalInt.empty() : OptionalInt.of(wanted);
    }

    private long chosenSeed() {
        return seed == null ? System.currentTimeMillis() : seed;
    }

    private boolean list(Path root, Servers servers, Path files, Path report) throws IOException, InterruptedException {
        List<Scenario> scenarios = Scenario.in(root);
        KnownDifferences known = KnownDifferences.read(files.resolve("known.yaml"));
        List<Scenario> chosen = scenarios.stream()
                .filter(scenario -> only.isEmpty() || only.contains(scenario.name()))
                .toList();
        List<Outcome> outcomes = new Run(servers, known, report).of(chosen);
        Summary summary = new Summary(outcomes, known);
        summary.tell(System.out);
        if (!only.isEmpty()) return summary.isAsExpected();
        summary.unknownCalls().forEach(call -> System.out.println("known to differ, and not made: " + call));
        boolean exact = summary.isAsExpected() && summary.unknownCalls().isEmpty();
        if (exact && write) {
            Tolerated byFuzz = Tolerated.read(files.resolve(KNOWN_BY_FUZZ));
            Files.writeString(root.resolve(PAGE), Page.of(scenarios, known, byFuzz, Page.realVersion(root)));
        }
        return exact;
    }
}
