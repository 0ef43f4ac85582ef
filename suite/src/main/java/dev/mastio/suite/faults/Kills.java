package dev.mastio.suite.faults;

import dev.mastio.suite.Processes;
import dev.mastio.suite.faults.ground.Ground;
import dev.mastio.suite.faults.ground.OperatorPods;
import dev.mastio.suite.faults.plan.Trial;
import dev.mastio.suite.faults.plan.Trials;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

    void run(long seed, int kills) throws IOException, InterruptedException {
        for (Trial trial : Trials.withKills(seed, kills, ground.hasVolumes())) attempt(trial);
    }

    private void attempt(Trial trial) throws IOException, InterruptedException {
        OperatorPods operator = ground.operator();
        Pod pod = operator.pods().getFirst();
        List<ProcessHandle> victim = operator.processes(pod);
        ground.perform(trial);
        if (trial.kill().isEmpty()) {
            watchman.startClock();
            Watchman.Outcome outcome = watchman.await(trial, () -> true);
            log.add(new Entry("none", trial.what(), "", outcome.healed(), outcome.broken()), ground::operatorLog);
            return;
        }
        String moment = "+%d ms".formatted(kill(victim, trial.kill().get()));
        moment += ", " + watchman.progress(trial);
        if (trial.again().isPresent())
            moment += ", again +%d ms"
                    .formatted(kill(operator.processes(pod), trial.again().get()));
        watchman.startClock();
        Instant killed = Instant.now();
        Watchman.Outcome outcome = watchman.await(trial, () -> operator.hasLedSince(killed));
        log.add(
                new Entry(
                        trial.again().isPresent() ? "two kills" : "kill",
                        trial.what(),
                        moment,
                        outcome.healed(),
                        outcome.broken()),
                ground::operatorLog);
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
