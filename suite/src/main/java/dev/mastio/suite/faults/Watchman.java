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
import java.util.function.BooleanSupplier;

/** Waits until all is as it must be, and collects what was not. */
final class Watchman {

    private final Ground ground;
    private final Keys keys = new Keys();
    private final List<String> changedKeys = new ArrayList<>();
    private long start = System.nanoTime();

    Watchman(Ground ground) {
        this.ground = ground;
    }

    /** What came of it. */
    record Outcome(Optional<Duration> healed, List<String> broken) {}

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
        List<List<String>> wrong = new ArrayList<>();
        boolean well = Await.until(ground.patience(), () -> {
            wrong.clear();
            wrong.add(differences(trial, works));
            return wrong.getFirst().isEmpty();
        });
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        List<String> broken = new ArrayList<>(ground.sightings().complaints());
        broken.addAll(changedKeys);
        changedKeys.clear();
        if (!well) broken.addAll(wrong.getFirst());
        if (trial.deed() == Deed.DELETE) keys.forget(trial.wanted());
        ground.settled(trial);
        return new Outcome(well ? Optional.of(took) : Optional.empty(), broken);
    }

    /**
     * Does what a trial says while nothing is broken.
     *
     * @throws IOException if all is not as it must be afterwards: then faults would show nothing
     */
    void settle(Trial trial) throws IOException, InterruptedException {
        ground.perform(trial);
        Outcome outcome = await(trial, () -> true);
        if (!outcome.broken().isEmpty()) throw new IOException(trial.what() + ": " + outcome.broken());
    }

    private List<String> differences(Trial trial, BooleanSupplier works) {
        try {
            if (!works.getAsBoolean()) return List.of("the operator does not work again");
            Seen seen = look(trial);
            return trial.deed() == Deed.DELETE
                    ? Judgement.remains(trial.wanted(), seen)
                    : Judgement.differences(trial.wanted(), seen);
        } catch (KubernetesClientException away) {
            return List.of("the API server does not answer: " + away.getMessage());
        }
    }

    private Seen look(Trial trial) {
        Seen seen = ground.look(trial.wanted().name());
        changedKeys.addAll(keys.changes(seen.pieces()));
        return seen;
    }
}
