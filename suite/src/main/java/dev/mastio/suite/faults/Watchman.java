package dev.mastio.suite.faults;

import dev.mastio.suite.Await;
import dev.mastio.suite.faults.ground.Ground;
import dev.mastio.suite.faults.plan.Deed;
import dev.mastio.suite.faults.plan.Judgement;
import dev.mastio.suite.faults.plan.Keys;
import dev.mastio.suite.faults.plan.Seen;
import dev.mastio.suite.faults.plan.Trial;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until all is as it must be, and collects what was not. */
final class Watchman {

    /** The operator knows a rate to be stale after 15 s, and takes a replica away after 5 s of too little load. */
    private static final Duration SILENCE = Duration.ofSeconds(25);

    private final Ground ground;
    private final Keys keys = new Keys();
    private final List<String> changedKeys = new ArrayList<>();
    private long start = System.nanoTime();

    Watchman(Ground ground) {
        this.ground = ground;
    }

    /**
     * What came of it.
     *
     * @param unseen versions of objects that were there meanwhile and that nobody has looked at
     */
    record Outcome(Optional<Duration> healed, List<String> broken, long unseen) {

        /** A moment, with what was not seen since then. */
        String told(String moment) {
            return unseen == 0 ? moment : "%s, %d versions not seen".formatted(moment, unseen);
        }

        /** The same, with what was wrong before. */
        Outcome with(List<String> wrong) {
            List<String> all = new ArrayList<>(wrong);
            all.addAll(broken);
            return new Outcome(healed, all, unseen);
        }

        private Outcome and(Outcome later) {
            Outcome both = later.with(broken);
            return new Outcome(healed, both.broken, unseen + later.unseen);
        }
    }

    /** The time until all is well runs from here. */
    void startClock() {
        start = System.nanoTime();
    }

    /** How many of an instance's objects there are, and how many there must be in the end. */
    String progress(Trial trial) {
        Seen seen = look(trial);
        boolean gone = trial.deed() == Deed.DELETE;
        return "%d of %d objects"
                .formatted(
                        seen.pieces().stream()
                                .filter(piece -> !piece.id().startsWith("Job/"))
                                .count(),
                        gone
                                ? trial.wanted().remains().size()
                                : trial.wanted().objects().size());
    }

    /**
     * Waits until a trial's instance is as it must be.
     *
     * @param works whether the operator works again: without that, a number that is held says nothing
     */
    Outcome await(Trial trial, BooleanSupplier works) throws InterruptedException {
        return await(trial, () -> differences(trial, works));
    }

    /**
     * The same; then watches a silence for as long as it takes to be known as one, and a replica that is not needed to be taken away.
     *
     * @param silent the reason for which the status says then that there is no scaling
     */
    Outcome await(Trial trial, BooleanSupplier works, String silent) throws InterruptedException {
        Outcome outcome = await(trial, works);
        if (trial.deed() != Deed.SILENCE) return outcome;
        Await.until(SILENCE, () -> false);
        return outcome.and(await(trial, () -> unsaid(trial, silent)));
    }

    private Outcome await(Trial trial, Supplier<List<String>> differences) throws InterruptedException {
        List<List<String>> wrong = new ArrayList<>();
        boolean well = Await.until(ground.patience(), () -> {
            wrong.clear();
            wrong.add(differences.get());
            return wrong.getFirst().isEmpty();
        });
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        List<String> broken = new ArrayList<>(ground.sightings().complaints());
        broken.addAll(changedKeys);
        changedKeys.clear();
        if (!well) broken.addAll(wrong.getFirst());
        if (trial.deed() == Deed.DELETE) keys.forget(trial.wanted());
        ground.settled(trial);
        return new Outcome(
                well ? Optional.of(took) : Optional.empty(),
                broken,
                ground.sightings().unseen());
    }

    /**
     * Does what a trial says while nothing is broken.
     *
     * @throws IOException if all is not as it must be afterwards: then faults would show nothing
     */
    void settle(Trial trial) throws IOException, InterruptedException {
        ground.perform(trial);
        settled(trial);
    }

    /** The same of one that is done already. */
    void settled(Trial trial) throws IOException, InterruptedException {
        Outcome outcome = await(trial, () -> true);
        if (!outcome.broken().isEmpty()) throw new IOException(trial.what() + ": " + outcome.broken());
    }

    /** Waits until the operator that runs has been told of the load of a trial's instance; what is wrong if it never was. */
    List<String> awaitTold(Trial trial) throws InterruptedException {
        boolean told =
                Await.until(ground.patience(), () -> ground.operatorHasLooked() && Judgement.isTold(look(trial)));
        return told ? List.of() : List.of("the operator has never heard of its load");
    }

    private List<String> differences(Trial trial, BooleanSupplier works) {
        try {
            if (!works.getAsBoolean()) return List.of("the operator does not work again");
            Seen seen = look(trial);
            List<String> wrong = trial.deed() == Deed.DELETE
                    ? Judgement.remains(trial.wanted(), seen)
                    : Judgement.differences(trial.wanted(), seen);
            return wrong.isEmpty() ? behind(trial) : wrong;
        } catch (KubernetesClientException away) {
            return List.of("the API server does not answer: " + away.getMessage());
        }
    }

    /** What is on its way to the witness still belongs to this trial, and not to the next one. */
    private List<String> behind(Trial trial) {
        int wanted = trial.deed() == Deed.DELETE ? 0 : trial.wanted().replicas();
        int seen = ground.sightings().replicas(trial.wanted().name());
        return seen == wanted
                ? List.of()
                : List.of("the watch shows %d replicas in place of %d".formatted(seen, wanted));
    }

    private List<String> unsaid(Trial trial, String silent) {
        List<String> wrong = new ArrayList<>(differences(trial, () -> true));
        if (wrong.isEmpty()) wrong.addAll(Judgement.unsaid(Set.of(silent), look(trial)));
        return wrong;
    }

    private Seen look(Trial trial) {
        Seen seen = ground.look(trial.wanted().name());
        changedKeys.addAll(keys.changes(seen.pieces()));
        return seen;
    }
}
