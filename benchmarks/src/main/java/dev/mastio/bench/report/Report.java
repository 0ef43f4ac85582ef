package dev.mastio.bench.report;

import dev.mastio.bench.load.LoadResult;
import dev.mastio.bench.load.Target;
import dev.mastio.bench.observe.Memory;
import dev.mastio.bench.scenario.Scenario;
import dev.mastio.bench.scenario.Threshold;
import java.util.List;

/** All that is known about a run that has ended: what was asked, and what came of it. */
public record Report(Scenario scenario, Target target, LoadResult result, List<Memory> memory) {

    public Report {
        memory = List.copyOf(memory);
    }

    public List<Threshold> breached() {
        return scenario.thresholds().stream()
                .filter(threshold -> !threshold.holds(result))
                .toList();
    }

    /** What the level of the profile counts. */
    String unit() {
        return switch (scenario.shape().model()) {
            case USERS -> "virtual users";
            case ARRIVALS -> "connections";
        };
    }
}
