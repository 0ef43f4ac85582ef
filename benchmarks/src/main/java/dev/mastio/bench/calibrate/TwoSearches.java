package dev.mastio.bench.calibrate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Two searches of one server that know nothing of each other, a trial of the one and a trial of the other in turn. One after the
 * other they would be apart by what the machine became slower in between, which on shared hosts is up to a third in ten minutes.
 */
public final class TwoSearches {

    private TwoSearches() {}

    /** What the two came to. */
    public record Pair(FloorFinding first, FloorFinding second) {}

    /**
     * Searches; takes as long as both need together.
     *
     * @param log told each outcome with the number of its search, 1 or 2
     */
    public static Pair search(Trial trial, SearchPlan plan, BiConsumer<Integer, Outcome> log) {
        Semaphore one = new Semaphore(1);
        Semaphore two = new Semaphore(0);
        try (ExecutorService searches = Executors.newFixedThreadPool(2)) {
            CompletableFuture<FloorFinding> first = CompletableFuture.supplyAsync(
                    () -> search(trial, plan, outcome -> log.accept(1, outcome), new Turn(one, two)), searches);
            CompletableFuture<FloorFinding> second = CompletableFuture.supplyAsync(
                    () -> search(trial, plan, outcome -> log.accept(2, outcome), new Turn(two, one)), searches);
            return new Pair(first.join(), second.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw e;
        }
    }

    private static FloorFinding search(Trial trial, SearchPlan plan, Consumer<Outcome> log, Turn turn) {
        try {
            return new FloorSearch(trial, plan, log, turn).search();
        } finally {
            turn.leave();
        }
    }
}
