package dev.mastio.suite.faults;

import dev.mastio.suite.Await;
import dev.mastio.suite.RealCluster;
import dev.mastio.suite.faults.ground.FaultProxy;
import dev.mastio.suite.faults.ground.Ground;
import dev.mastio.suite.faults.ground.Tally;
import dev.mastio.suite.faults.plan.Trial;
import dev.mastio.suite.faults.plan.Trials;
import dev.mastio.suite.faults.plan.Trouble;
import dev.mastio.suite.faults.plan.Troubles;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A proxy in front of the API server refuses a share of the operator's requests, loses answers, and cuts its watches. */
final class Refusals {

    private static final int PERCENT = 5;
    /** A change takes an instance's fifteen objects, its status, and some passes until pods are ready, each tried again where it is refused. */
    private static final int WRITES_A_CHANGE = 100;

    /** Until the operator has said that it knows nothing of the load any more, and the first rate of an instance that was just made. */
    private static final Duration SETTLING = Duration.ofSeconds(45);

    private static final Duration QUIET = Duration.ofSeconds(20);

    private final Ground ground;
    private final FaultLog log;
    private final Watchman watchman;
    private int cuts;

    Refusals(Ground ground, FaultLog log) {
        this.ground = ground;
        this.log = log;
        this.watchman = new Watchman(ground);
    }

    void run(long seed, int changes) throws IOException, InterruptedException {
        String address =
                ground.cluster() instanceof RealCluster real ? real.kube().setting("machine_address") : "127.0.0.1";
        try (FaultProxy proxy =
                new FaultProxy(address, ground.client().getConfiguration(), new Troubles(seed, PERCENT))) {
            ground.configure(1, Map.of("KUBERNETES_MASTER", proxy.url()));
            List<Trial> trials = Trials.undisturbed(seed, changes, ground.hasVolumes());
            for (Trial trial : trials.subList(0, changes)) attempt(trial, proxy);
            beQuiet(proxy);
            for (Trial trial : trials.subList(changes, trials.size())) attempt(trial, proxy);
            sum(proxy.tally());
        }
        ground.configure(1, Map.of());
    }

    private void attempt(Trial trial, FaultProxy proxy) throws InterruptedException {
        int writes = proxy.tally().writes();
        Instant begun = Instant.now();
        watchman.startClock();
        ground.perform(trial);
        int cut = proxy.cutWatches();
        Watchman.Outcome outcome = watchman.await(trial, () -> ground.operator().hasLedSince(begun), "MetricsStale");
        int written = proxy.tally().writes() - writes;
        List<String> broken = new ArrayList<>(outcome.broken());
        cuts += cut;
        if (written > WRITES_A_CHANGE) broken.add(written + " writes for one change");
        log.add(
                new Entry(
                        "refusals",
                        trial.what(),
                        outcome.told("%d watches cut, %d writes".formatted(cut, written)),
                        outcome.healed(),
                        broken),
                ground.operator()::lastWords);
    }

    /** Nothing changes, the load included, and every request may be refused: whoever writes now does so for ever. */
    private void beQuiet(FaultProxy proxy) throws InterruptedException {
        ground.load().forReplicas(0);
        Await.until(SETTLING, () -> false);
        int writes = proxy.tally().writes();
        int cut = proxy.cutWatches();
        Await.until(QUIET, () -> false);
        int written = proxy.tally().writes() - writes;
        List<String> broken = new ArrayList<>();
        if (cut == 0) broken.add("no watch was there to cut");
        if (written > 0) broken.add(written + " writes though nothing changed");
        log.add(
                new Entry(
                        "refusals",
                        "nothing, %d s".formatted(QUIET.toSeconds()),
                        "%d watches cut, %d writes".formatted(cut, written),
                        Optional.of(Duration.ZERO),
                        broken),
                ground.operator()::lastWords);
    }

    /** Without any of a kind nothing has been shown of it. Of each the operator must tell: what it meets is sent again without a word. */
    private void sum(Tally tally) throws IOException, InterruptedException {
        List<Trouble> missing = Arrays.stream(Trouble.values())
                .filter(trouble -> tally.of(trouble) == 0)
                .toList();
        if (!missing.isEmpty()) throw new IOException("no request met %s: try more changes".formatted(missing));
        if (cuts == 0) throw new IOException("no watch was cut");
        log.say("      requests: %d in conflict, %d too many, %d errors, %d answers lost, %d passed on"
                .formatted(
                        tally.of(Trouble.CONFLICT),
                        tally.of(Trouble.TOO_MANY),
                        tally.of(Trouble.ERROR),
                        tally.of(Trouble.LOST),
                        tally.of(Trouble.NONE)));
        if (ground.operator().restarts() > 0) {
            log.say(
                    "      what the operator's metrics tell of them is not checked: it was started again, and counts anew");
            return;
        }
        for (Trouble trouble : Trouble.values()) {
            if (trouble != Trouble.NONE && ground.operator().failures(trouble) == 0)
                throw new IOException("the operator's metrics tell nothing of requests that met " + trouble);
        }
    }
}
