package dev.mastio.bench.soak;

import dev.mastio.bench.load.LoadResult;
import dev.mastio.bench.load.LoadRun;
import dev.mastio.bench.load.Preflight;
import dev.mastio.bench.load.Profile;
import dev.mastio.bench.load.Ramp;
import dev.mastio.bench.load.Target;
import dev.mastio.bench.scenario.TextDuration;
import dev.mastio.bench.soak.SoakReport.Load;
import dev.mastio.bench.soak.SoakReport.Phase;
import dev.mastio.bench.soak.SoakReport.Pod;
import dev.mastio.bench.soak.SoakReport.Trouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through the phases of one run. Whatever happens, it ends with a report; what is missing in that is for the judge. */
final class Soak {

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final SoakSettings settings;
    private final Target target;
    private final ReplicaSource source;
    private final Stop stop;
    private final Consumer<String> progress;
    private final Operations operations;
    private final MemorySampling sampling;
    private final Instant startedAt = Instant.now();

    private final List<Phase> phases = new ArrayList<>();
    private List<Replica> replicas = List.of();
    private Map<Replica, List<Sample>> baseline = Map.of();
    private Map<Replica, List<Sample>> after = Map.of();
    private double rate = Double.POSITIVE_INFINITY;
    private @Nullable Watch watch;
    private @Nullable Load load;

    /** @param target with the soak token, if there is one */
    Soak(SoakSettings settings, Target target, ReplicaSource source, Stop stop, Consumer<String> progress) {
        this.settings = settings;
        this.target = target;
        this.source = source;
        this.stop = stop;
        this.progress = progress;
        this.operations = new Operations(target.headers());
        this.sampling = new MemorySampling(operations, settings.sampling(), stop, progress);
    }

    SoakReport run() {
        try {
            goThroughPhases();
            return report(null);
        } catch (SoakTrouble e) {
            return report(new Trouble(e.reason(), String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            progress.accept(trace.toString());
            return report(new Trouble(Reason.InternalError, "The soak program broke: " + e));
        }
    }

    private void goThroughPhases() {
        Replicas reference = settled();
        replicas = reference.all();
        rate = settings.rateFor(replicas.size());
        persistently(Reason.TargetUnreachable, "The proxies cannot be used", () -> Preflight.body(target));
        SoakSettings.Phases plan = settings.phases();
        try (Watch watching = new Watch(operations, source, reference, plan.load(), progress)) {
            watch = watching;
            drive("warm-up", plan.warmUp());
            idle();
            baseline = sample("baseline");
            load = Load.of(drive("load", plan.load()));
            goOn();
            idle();
            after = sample("final");
            watching.compare(look());
        }
    }

    /** Waits until the replicas are there and all of them ready: a rollout in progress would spoil the run. */
    private Replicas settled() {
        Replicas found = look();
        for (long deadline = deadline(); !found.settled(); found = look()) {
            if (System.nanoTime() - deadline > 0)
                throw new SoakTrouble(
                        Reason.NoPods,
                        found.all().isEmpty()
                                ? "The Service has no replicas."
                                : "The replicas did not all become ready within "
                                        + settings.patience().toSeconds() + " s.");
            pause(BETWEEN_TRIES);
        }
        return found;
    }

    private Replicas look() {
        return persistently(Reason.ApiUnreachable, "The replicas cannot be found", source::look);
    }

    private interface Attempt<T> {
        T make() throws IOException;
    }

    private <T> T persistently(Reason otherwise, String what, Attempt<T> attempt) {
        for (long deadline = deadline(); ; pause(BETWEEN_TRIES)) {
            try {
                return attempt.make();
            } catch (IOException e) {
                String problem = what + ": " + e.getMessage();
                if (System.nanoTime() - deadline > 0) throw new SoakTrouble(otherwise, problem);
                progress.accept(problem + " (trying again)");
            }
        }
    }

    private long deadline() {
        return System.nanoTime() + settings.patience().toNanos();
    }

    private LoadResult drive(String phase, Duration duration) {
        begin(phase, duration);
        Profile profile = new Profile.VirtualUsers(Ramp.constant(settings.virtualUsers(), duration), rate);
        LoadRun run = LoadRun.start(target, profile, new ProgressLines(phase, progress));
        stop.then(run::stop);
        LoadResult result = run.result();
        end();
        return result;
    }

    private void idle() {
        begin("idle", settings.phases().idle());
        pause(settings.phases().idle());
        end();
    }

    private Map<Replica, List<Sample>> sample(String phase) {
        begin(
                phase,
                settings.sampling().apart().multipliedBy(settings.sampling().samples()));
        Map<Replica, List<Sample>> samples = sampling.take(replicas);
        end();
        goOn();
        return samples;
    }

    private void begin(String phase, Duration about) {
        goOn();
        progress.accept("%s: %s, %d replicas".formatted(phase, TextDuration.format(about), replicas.size()));
        phases.add(new Phase(phase, operations.elapsed(), 0));
    }

    private void end() {
        Phase phase = phases.removeLast();
        phases.add(new Phase(phase.name(), phase.at(), operations.elapsed() - phase.at()));
    }

    private void pause(Duration duration) {
        if (!stop.pause(duration)) throw interrupted();
    }

    private void goOn() {
        if (stop.asked()) throw interrupted();
    }

    private SoakTrouble interrupted() {
        String phase = phases.isEmpty() ? "start" : phases.getLast().name();
        return new SoakTrouble(Reason.Interrupted, "The run was told to stop in phase " + phase + ".");
    }

    private SoakReport report(@Nullable Trouble trouble) {
        List<Pod> pods = replicas.stream()
                .map(replica -> new Pod(
                        replica.name(),
                        replica.uid(),
                        baseline.getOrDefault(replica, List.of()),
                        after.getOrDefault(replica, List.of()),
                        watch == null ? List.of() : watch.course(replica)))
                .toList();
        return new SoakReport(
                settings,
                startedAt,
                Instant.now(),
                rate,
                phases,
                pods,
                watch == null ? Set.of() : watch.changes(),
                Optional.ofNullable(load),
                Optional.ofNullable(trouble));
    }
}
