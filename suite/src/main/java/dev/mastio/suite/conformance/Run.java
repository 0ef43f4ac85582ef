package dev.mastio.suite.conformance;

import dev.mastio.suite.conformance.pair.Difference;
import dev.mastio.suite.conformance.pair.Servers;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All scenarios, those without controllers first; every difference is written down, accepted or not. */
record Run(Servers servers, KnownDifferences known, Path report) {

    List<Outcome> of(List<Scenario> scenarios) throws IOException, InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        try (BufferedWriter log = Files.newBufferedWriter(report.resolve("differences.txt"))) {
            for (Scenario scenario : scenarios) if (!scenario.controllers()) outcomes.addAll(run(scenario, log));
            if (scenarios.stream().anyMatch(Scenario::controllers)) servers.startControllers();
            for (Scenario scenario : scenarios) if (scenario.controllers()) outcomes.addAll(run(scenario, log));
        }
        return outcomes;
    }

    private List<Outcome> run(Scenario scenario, BufferedWriter log) throws IOException, InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        Lockstep lockstep = new Lockstep(servers.embedded(), servers.real(), scenario.namespace());
        for (Call call : scenario.calls()) {
            List<Difference> differences = lockstep.make(call).differences();
            if (!differences.isEmpty()) log.write(call.id() + "\n");
            for (Difference difference : differences) log.write("  " + difference + "\n");
            outcomes.add(Outcome.of(call, differences, known));
        }
        return outcomes;
    }
}
