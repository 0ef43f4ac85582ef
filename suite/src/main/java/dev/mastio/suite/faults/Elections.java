package dev.mastio.suite.faults;

import dev.mastio.suite.Processes;
import dev.mastio.suite.faults.ground.Ground;
import dev.mastio.suite.faults.ground.OperatorPods;
import dev.mastio.suite.faults.plan.Trial;
import dev.mastio.suite.faults.plan.Trials;
import dev.mastio.suite.faults.plan.Wanted;
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

    /** Instances that are touched right before a leader is stopped. */
    private static final int BUSY = 5;
    /** A soak is asked for, and the leader sleeps so long after it at most: later it has made the Job. */
    private static final Duration LATEST_SLEEP = Duration.ofMillis(500);

    private static final Duration ON_ITS_WAY = Duration.ofMillis(500);
    /** To catch a leader before it has made the Job. */
    private static final int ATTEMPTS = 6;

    private final Ground ground;
    private final FaultLog log;
    private final Watchman watchman;
    private final List<Wanted> busy = new ArrayList<>();

    Elections(Ground ground, FaultLog log) {
        this.ground = ground;
        this.log = log;
        this.watchman = new Watchman(ground);
    }

    void run(int rounds) throws IOException, InterruptedException {
        ground.configure(2, Map.of());
        List<Trial> trials = Trials.scaling("heir", 2 * rounds);
        watchman.settle(trials.getFirst());
        for (int number = 1; number <= BUSY; number++) {
            Trial made = Trials.made(Wanted.fresh("busy-" + number, false, false, false));
            watchman.settle(made);
            busy.add(made.wanted());
        }
        for (int round = 1; round <= 2 * rounds; round++) round(trials.get(round), round % 2 == 1);
        watchman.settle(trials.getLast());
        for (Wanted one : busy) watchman.settle(Trials.deleted(one));
        sleepers(rounds);
        ground.configure(1, Map.of());
    }

    private void sleepers(int rounds) throws IOException, InterruptedException {
        Wanted sleeper = Wanted.fresh("sleeper", false, true, false);
        watchman.settle(Trials.made(sleeper));
        int token = 0;
        for (int round = 0; round < rounds; round++) {
            boolean shown = false;
            // Half as late each time: a leader that had made the Job already shows nothing.
            Duration moment = LATEST_SLEEP.multipliedBy(round).dividedBy(rounds);
            for (int attempt = 0; !shown && attempt < ATTEMPTS; attempt++) {
                Trial trial = Trials.soaking(sleeper, "sleeper" + ++token, moment);
                shown = sleep(trial);
                sleeper = trial.wanted();
                moment = moment.dividedBy(2);
            }
            if (!shown) throw new IOException("the leader was quicker than we, %d times".formatted(ATTEMPTS));
        }
        watchman.settle(Trials.deleted(sleeper));
    }

    /**
     * As a virtual machine that is paused: it goes on with what it was about to write when another one has long led and written it.
     *
     * @return false when it had written it before, so that nothing was shown
     */
    private boolean sleep(Trial trial) throws IOException, InterruptedException {
        OperatorPods operator = ground.operator();
        operator.awaitSettled(2);
        Pod leader = operator.leader(operator.pods()).orElseThrow();
        List<ProcessHandle> processes = operator.processes(leader);
        long millis = trial.kill().orElseThrow().toMillis();
        watchman.startClock();
        long start = System.nanoTime();
        ground.perform(trial);
        Thread.sleep(millis);
        Processes.signal("STOP", processes);
        Optional<Watchman.Outcome> other = Optional.empty();
        try {
            Instant asleep = Instant.now();
            // What it had sent by then is still carried out.
            Thread.sleep(ON_ITS_WAY);
            if (!hasSoak(trial))
                other = Optional.of(watchman.await(trial, () -> operator.hasLedSince(asleep.plus(AFTER_A_STOP))));
        } finally {
            Processes.signal("CONT", processes);
        }
        String moment = "+%d ms".formatted(millis);
        if (other.isEmpty()) {
            log.say("      %s, asleep after %s: it had its Job by then, not counted".formatted(trial.what(), moment));
            watchman.settled(trial);
            return false;
        }
        Duration slept = Duration.ofNanos(System.nanoTime() - start);
        Processes.awaitEnd(processes);
        Watchman.Outcome awake = watchman.await(trial, () -> true);
        List<String> broken = new ArrayList<>(other.get().broken());
        broken.addAll(awake.broken());
        moment = awake.told(other.get().told("%s, awake after %d s".formatted(moment, slept.toSeconds())));
        log.add(
                new Entry("leader asleep", trial.what(), moment, other.get().healed(), broken),
                ground.operator()::lastWords);
        return true;
    }

    private boolean hasSoak(Trial trial) {
        Wanted wanted = trial.wanted();
        return ground.look(wanted.name()).hasSoakOf(wanted.tokens().getLast());
    }

    /** A standby that is not Ready would keep a rolling update of the operator from ending; that two are Ready is waited for. */
    private void round(Trial trial, boolean kill) throws IOException, InterruptedException {
        OperatorPods operator = ground.operator();
        operator.awaitSettled(2);
        Pod leader = operator.leader(operator.pods()).orElseThrow();
        List<ProcessHandle> processes = operator.processes(leader);
        // One that has nothing to do is stopped at once: it is stopped amid passes.
        List<Trial> touches = kill ? List.of() : touchAll();
        watchman.startClock();
        Instant begun = Instant.now();
        long start = System.nanoTime();
        if (kill) processes.forEach(ProcessHandle::destroyForcibly);
        // As of a machine that is lost: else the same container would be started again and lead on.
        if (kill) ground.client().resource(leader).withGracePeriod(0).delete();
        else ground.client().resource(leader).delete();
        // By then the one that goes can't carry it out any more.
        Processes.awaitEnd(processes);
        double ended = (System.nanoTime() - start) / 1e9;
        ground.perform(trial);
        Duration limit = kill ? AFTER_A_KILL : AFTER_A_STOP;
        boolean acted = ground.sightings()
                .awaitReplicas(
                        trial.wanted().name(),
                        trial.wanted().replicas(),
                        ground.patience().toMillis());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Watchman.Outcome outcome = watchman.await(trial, () -> true);
        List<String> broken = new ArrayList<>(outcome.broken());
        for (Trial touch : touches)
            broken.addAll(watchman.await(touch, () -> true).broken());
        if (took.compareTo(limit) > 0)
            broken.add(
                    "nobody acted for %.1f s, more than %d s".formatted(took.toMillis() / 1000.0, limit.toSeconds()));
        log.add(
                new Entry(
                        kill ? "leader killed" : "leader stopped",
                        trial.what(),
                        outcome.told("amid %d touches, ended after %.1f s, succeeded after %.1f s"
                                .formatted(touches.size(), ended, seconds(begun, operator.leadsSince()))),
                        acted ? Optional.of(took) : Optional.empty(),
                        broken),
                ground.operator()::lastWords);
    }

    private static double seconds(Instant begun, Optional<Instant> until) {
        return until.map(moment -> Duration.between(begun, moment).toMillis() / 1000.0)
                .orElse(Double.NaN);
    }

    private List<Trial> touchAll() {
        List<Trial> touches = busy.stream().map(Trials::touching).toList();
        touches.forEach(ground::perform);
        busy.clear();
        touches.forEach(touch -> busy.add(touch.wanted()));
        return touches;
    }
}
