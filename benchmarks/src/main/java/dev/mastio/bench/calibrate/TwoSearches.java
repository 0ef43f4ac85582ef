package dev.mastio.bench.calibrate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

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
        // Fair: who has just had a turn waits behind the other.
        Lock turn = new ReentrantLock(true);
        try (ExecutorService searches = Executors.newFixedThreadPool(2)) {
            CompletableFuture<FloorFinding> first = CompletableFuture.supplyAsync(
                    new FloorSearch(trial, plan, outcome -> log.accept(1, outcome), turn)::search, searches);
            CompletableFuture<FloorFinding> second = CompletableFuture.supplyAsync(
                    new FloorSearch(trial, plan, outcome -> log.accept(2, outcome), turn)::search, searches);
            return new Pair(first.join(), second.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw e;
        }
    }
}
