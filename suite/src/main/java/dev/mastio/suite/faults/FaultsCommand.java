package dev.mastio.suite.faults;

import dev.mastio.suite.Cluster;
import dev.mastio.suite.ClusterOption;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.Interruption;
import dev.mastio.suite.StateFolder;
import dev.mastio.suite.faults.ground.Ground;
import dev.mastio.suite.faults.plan.Deed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Kills, outages, refusals and elections, and what must be true all the same. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = {
            "Kills the operator at random moments, takes its API server away, refuses its requests and lets two of them elect a leader,",
            "while instances with hollow pods are created, scaled, soaked and deleted. What must be true all the same: each instance becomes",
            "as it was declared, no object is missing or left over, a token has one soak, no replica is taken away that nobody asked to take",
            "away, no key is made twice, and what the operator writes is bounded. Exit code 0 only if all of it was true."
        })
public final class FaultsCommand implements Callable<Integer> {

    /** Kinds of faults. */
    enum Part {
        kills,
        elections,
        refusals,
        outages
    }

    @Option(names = "--kills", defaultValue = "30", description = "Of the operator (default ${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--amid",
            split = ",",
            paramLabel = "DEED",
            description =
                    "What the operator is killed in the middle of; the rest is done without a kill. Some of: ${COMPLETION-CANDIDATES} (default: all).")
    private Set<Deed> amid = EnumSet.allOf(Deed.class);

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The same seed tries the same (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "How often the leader is killed, and how often stopped (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--changes",
            defaultValue = "15",
            description = "Made while requests are refused (default ${DEFAULT-VALUE}).")
    private int changes;

    @Option(
            names = "--outage-seconds",
            defaultValue = "30",
            description = "Length of each outage (default ${DEFAULT-VALUE}).")
    private int outageSeconds;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            defaultValue = "kills,elections,refusals,outages",
            description = "Some of: ${COMPLETION-CANDIDATES}.")
    private Set<Part> parts = Set.of();

    @Mixin
    private ClusterOption kind = new ClusterOption();

    @Override
    public Integer call() throws Exception {
        Distribution distribution = Distribution.fromProperties();
        Distribution own = distribution.withState(Files.createTempDirectory("mastio-faults-"));
        FaultLog log = new FaultLog(System.out);
        Path file = distribution.root().resolve("target/faults.log");
        log.say("cluster %s, seed %d".formatted(kind.isReal() ? "real" : "embedded", seed));
        log.say(FaultLog.HEAD);
        try {
            attempt(log, own);
        } catch (Exception e) {
            // One that was interrupted leaves the log of the one before.
            if (!Interruption.isReason(e)) summarise(log, "NOT all was tried.", file);
            throw e;
        }
        summarise(log, log.allHeld() ? "All invariants held." : "NOT all invariants held.", file);
        return log.allHeld() ? 0 : 1;
    }

    private void attempt(FaultLog log, Distribution own) throws IOException, InterruptedException {
        try (Cluster cluster = kind.startWithQuickRestarts(own);
                Ground ground = Ground.prepare(cluster, own)) {
            if (parts.contains(Part.kills)) new Kills(ground, log).run(seed, kills, amid);
            if (parts.contains(Part.elections)) new Elections(ground, log).run(rounds);
            if (parts.contains(Part.refusals)) new Refusals(ground, log).run(seed, changes);
            if (parts.contains(Part.outages)) new Outages(ground, log).run(Duration.ofSeconds(outageSeconds));
        } finally {
            StateFolder.remove(own.state());
        }
    }

    private static void summarise(FaultLog log, String verdict, Path file) throws IOException {
        log.say("");
        List<String> summary = log.summary();
        summary.forEach(log::say);
        log.say(verdict);
        log.write(file);
        System.out.println("The whole log: " + file);
    }
}
