package dev.mastio.bench.calibrate;

import dev.mastio.bench.load.GeneratorLimit;
import dev.mastio.bench.load.LoadResult;
import dev.mastio.bench.load.LoadRun;
import dev.mastio.bench.load.Profile;
import dev.mastio.bench.load.Ramp;
import dev.mastio.bench.load.Stage;
import dev.mastio.bench.load.Target;
import dev.mastio.bench.load.Tuning;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Offers a constant rate in the open model, after a short ramp that keeps the start from looking like a stall. */
public final class RateTrial implements Trial {

    private static final Duration LONGEST_RAMP = Duration.ofSeconds(1);

    private final Target target;
    private final Tuning tuning;
    private final Objectives objectives;
    private final int connections;

    /** @param connections as many clients as the server has; all open from the start, so that no handshakes come with an overload */
    public RateTrial(Target target, Tuning tuning, Objectives objectives, int connections) {
        this.target = target;
        this.tuning = tuning;
        this.objectives = objectives;
        this.connections = connections;
    }

    @Override
    public Outcome offer(double rate, Duration length) {
        Duration rise = length.dividedBy(4).compareTo(LONGEST_RAMP) < 0 ? length.dividedBy(4) : LONGEST_RAMP;
        Ramp ramp = new Ramp(List.of(new Stage(rise, rate / 10, rate), new Stage(length, rate, rate)));
        LoadResult run = LoadRun.start(target, new Profile.Arrivals(ramp, connections, connections), tuning, _ -> {})
                .result();
        double p95 = run.all().percentile(95);
        boolean held = run.requests() > 0 && objectives.met(p95, run.errorRate());
        return new Outcome(rate, p95, run.errorRate(), held, !held && GeneratorLimit.explains(run), trouble(run));
    }

    private static String trouble(LoadResult run) {
        return run.failures().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> most.getKey().text()
                        + run.example(most.getKey()).map(words -> ": " + words).orElse(""))
                .orElse("");
    }
}
