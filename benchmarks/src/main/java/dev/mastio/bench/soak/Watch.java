package dev.mastio.bench.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Keeps an eye on the replicas through the whole run: whether they are still the same, and how their memory goes. */
final class Watch implements AutoCloseable {

    private static final int LOOKS_A_RUN = 240;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Watch::daemon);
    private final Operations operations;
    private final ReplicaSource source;
    private final Replicas reference;
    private final Consumer<String> progress;
    private final Map<Replica, List<Sample>> course = new LinkedHashMap<>();
    private final Set<String> changes = new TreeSet<>();
    private final ScheduledFuture<?> looking;

    Watch(Operations operations, ReplicaSource source, Replicas reference, Duration run, Consumer<String> progress) {
        this.operations = operations;
        this.source = source;
        this.reference = reference;
        this.progress = progress;
        reference.all().forEach(replica -> course.put(replica, new ArrayList<>()));
        long millis = Math.clamp(run.toMillis() / LOOKS_A_RUN, SHORTEST.toMillis(), LONGEST.toMillis());
        looking = clock.scheduleWithFixedDelay(this::look, 0, millis, TimeUnit.MILLISECONDS);
    }

    synchronized Set<String> changes() {
        return Set.copyOf(changes);
    }

    synchronized List<Sample> course(Replica replica) {
        return List.copyOf(course.getOrDefault(replica, List.of()));
    }

    /** Compares with the start of the run. */
    void compare(Replicas now) {
        now.changesSince(reference).forEach(this::changed);
    }

    @Override
    public void close() {
        looking.cancel(false);
        clock.shutdown();
    }

    private void look() {
        for (Replica replica : reference.all()) {
            try {
                keep(replica, operations.sample(replica));
            } catch (IOException e) {
                // A gap in the course; what is judged has samples of its own.
            }
        }
        try {
            compare(source.look());
        } catch (IOException e) {
            progress.accept("the replicas are not known at the moment: " + e.getMessage());
        }
    }

    private synchronized void keep(Replica replica, Sample sample) {
        course.computeIfAbsent(replica, _ -> new ArrayList<>()).add(sample);
    }

    private synchronized void changed(String change) {
        if (changes.add(change)) progress.accept(change);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "soak-watch");
        thread.setDaemon(true);
        return thread;
    }
}
