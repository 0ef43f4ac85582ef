package dev.mastio.suite.faults;

import dev.mastio.suite.Processes;
import dev.mastio.suite.faults.ground.Ground;
import dev.mastio.suite.faults.ground.OperatorPods;
import dev.mastio.suite.faults.plan.Deed;
import dev.mastio.suite.faults.plan.Trial;
import dev.mastio.suite.faults.plan.Trials;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The operator is killed at random moments while instances are created, scaled, soaked and deleted. */
final class Kills {

    private final Ground ground;
    private final FaultLog log;
    private final Watchman watchman;

    Kills(Ground ground, FaultLog log) {
        this.ground = ground;
        this.log = log;
        this.watchman = new Watchman(ground);
    }

    void run(long seed, int kills, Set<Deed> amid) throws IOException, InterruptedException {
        List<Trial> trials = Trials.withKills(seed, kills, amid, ground.hasVolumes());
        for (Trial trial : trials) attempt(trial);
        // Few kills draw no silence, and whoever was killed never knew the load.
        for (Trial trial : Trials.silence()) attempt(trial);
        log.say("      kills: " + byDeed(trials));
    }

    private static String byDeed(List<Trial> trials) {
        Map<Deed, Integer> kills = new EnumMap<>(Deed.class);
        trials.forEach(trial -> kills.merge(trial.deed(), trial.kills(), Integer::sum));
        return kills.entrySet().stream()
                .filter(deed -> deed.getValue() > 0)
                .map(deed -> "%d %s".formatted(deed.getValue(), deed.getKey()))
                .collect(Collectors.joining(", "));
    }

    private void attempt(Trial trial) throws IOException, InterruptedException {
        if (trial.kill().isPresent()) kill(trial, trial.kill().get());
        else leaveAlone(trial);
    }

    private void leaveAlone(Trial trial) throws InterruptedException {
        // A silence is the end of something only for a process that was told something: the last kill may just have
        // been.
        List<String> untold = trial.deed() == Deed.SILENCE ? watchman.awaitTold(trial) : List.of();
        ground.perform(trial);
        watchman.startClock();
        Watchman.Outcome outcome = watchman.await(trial, () -> true, "MetricsStale");
        note("none", trial, "", outcome.with(untold));
    }

    private void kill(Trial trial, Duration after) throws IOException, InterruptedException {
        OperatorPods operator = ground.operator();
        Pod pod = operator.pods().getFirst();
        List<ProcessHandle> victim = operator.processes(pod);
        ground.perform(trial);
        String moment = "+%d ms".formatted(kill(victim, after));
        moment += ", " + watchman.progress(trial);
        if (trial.again().isPresent())
            moment += ", again +%d ms"
                    .formatted(kill(operator.processes(pod), trial.again().get()));
        watchman.startClock();
        Instant killed = Instant.now();
        // It leads before it has looked at anything: what it does at its first look must not come after the judgement.
        BooleanSupplier works = () -> operator.hasLedSince(killed) && ground.operatorHasLooked();
        note(
                trial.again().isPresent() ? "two kills" : "kill",
                trial,
                moment,
                // Its process has never known the load.
                watchman.await(trial, works, "MetricsUnavailable"));
    }

    private void note(String fault, Trial trial, String moment, Watchman.Outcome outcome) {
        log.add(
                new Entry(fault, trial.what(), outcome.told(moment), outcome.healed(), outcome.broken()),
                ground.operator()::lastWords);
    }

    /** Returns when they are gone: until then a pod's status names a container that is about to end, and the next kill would meet the same. */
    private static long kill(List<ProcessHandle> processes, Duration moment) throws IOException, InterruptedException {
        Thread.sleep(moment);
        if (processes.stream().noneMatch(ProcessHandle::isAlive)) throw new IOException("nothing is there to kill");
        processes.forEach(ProcessHandle::destroyForcibly);
        Processes.awaitEnd(processes);
        return moment.toMillis();
    }
}
