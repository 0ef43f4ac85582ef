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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two operators, of which the one that leads goes: how long until the other one acts. */
final class Elections {

    private static final Duration AFTER_A_KILL = Duration.ofSeconds(20);
    private static final Duration AFTER_A_STOP = Duration.ofSeconds(3);

    private final Ground ground;
    private final FaultLog log;
    private final Watchman watchman;

    Elections(Ground ground, FaultLog log) {
        this.ground = ground;
        this.log = log;
        this.watchman = new Watchman(ground);
    }

    void run(int rounds) throws IOException, InterruptedException {
        ground.configure(2, Map.of());
        List<Trial> trials = Trials.scaling("heir", 2 * rounds);
        watchman.settle(trials.getFirst());
        for (int round = 1; round <= 2 * rounds; round++) round(trials.get(round), round % 2 == 1);
        watchman.settle(trials.getLast());
        List<Trial> sleepers = Trials.soaking("sleeper", rounds);
        watchman.settle(sleepers.getFirst());
        for (Trial trial : sleepers.subList(1, sleepers.size() - 1)) sleep(trial);
        watchman.settle(sleepers.getLast());
        ground.configure(1, Map.of());
    }

    /** As a virtual machine that is paused: it goes on with what it was about to write when another one has long led and written it. */
    private void sleep(Trial trial) throws IOException, InterruptedException {
        OperatorPods operator = ground.operator();
        operator.awaitSettled(2);
        Pod leader = operator.leader(operator.pods()).orElseThrow();
        List<ProcessHandle> processes = operator.processes(leader);
        watchman.startClock();
        long start = System.nanoTime();
        ground.perform(trial);
        Thread.sleep(trial.kill().orElseThrow());
        Processes.signal("STOP", processes);
        Instant asleep = Instant.now();
        Watchman.Outcome other;
        try {
            other = watchman.await(trial, () -> operator.hasLedSince(asleep.plus(AFTER_A_STOP)));
        } finally {
            Processes.signal("CONT", processes);
        }
        Processes.awaitEnd(processes);
        List<String> broken = new ArrayList<>(other.broken());
        broken.addAll(watchman.await(trial, () -> true).broken());
        log.add(
                new Entry(
                        "leader asleep",
                        trial.what(),
                        "+%d ms, awake after %d s"
                                .formatted(
                                        trial.kill().orElseThrow().toMillis(),
                                        Duration.ofNanos(System.nanoTime() - start)
                                                .toSeconds()),
                        other.healed(),
                        broken),
                ground::operatorLog);
    }

    /** A standby that is not Ready would keep a rolling update of the operator from ending; that two are Ready is waited for. */
    private void round(Trial trial, boolean kill) throws IOException, InterruptedException {
        OperatorPods operator = ground.operator();
        operator.awaitSettled(2);
        Pod leader = operator.leader(operator.pods()).orElseThrow();
        List<ProcessHandle> processes = operator.processes(leader);
        watchman.startClock();
        long start = System.nanoTime();
        if (kill) processes.forEach(ProcessHandle::destroyForcibly);
        // As of a machine that is lost: else the same container would be started again and lead on.
        if (kill) ground.client().resource(leader).withGracePeriod(0).delete();
        else ground.client().resource(leader).delete();
        // By then the one that goes can't carry it out any more.
        Processes.awaitEnd(processes);
        ground.perform(trial);
        Duration limit = kill ? AFTER_A_KILL : AFTER_A_STOP;
        boolean acted = ground.sightings()
                .awaitReplicas(
                        trial.wanted().name(),
                        trial.wanted().replicas(),
                        ground.patience().toMillis());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        List<String> broken = new ArrayList<>(watchman.await(trial, () -> true).broken());
        if (took.compareTo(limit) > 0)
            broken.add(
                    "nobody acted for %.1f s, more than %d s".formatted(took.toMillis() / 1000.0, limit.toSeconds()));
        log.add(
                new Entry(
                        kill ? "leader killed" : "leader stopped",
                        trial.what(),
                        "the standby was Ready",
                        acted ? Optional.of(took) : Optional.empty(),
                        broken),
                ground::operatorLog);
    }
}
