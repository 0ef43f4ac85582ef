package dev.mastio.bench.soak;

import dev.mastio.bench.soak.SoakSettings.Sampling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Takes samples of every replica, each right after a collection, in rounds far enough apart for the next collection to be granted. */
final class MemorySampling {

    /** A round may miss a replica; so many rounds are tried for as many samples. */
    private static final int TRIES = 2;

    private final Operations operations;
    private final Sampling plan;
    private final Stop stop;
    private final Consumer<String> progress;

    MemorySampling(Operations operations, Sampling plan, Stop stop, Consumer<String> progress) {
        this.operations = operations;
        this.plan = plan;
        this.stop = stop;
        this.progress = progress;
    }

    /** As many as planned of each replica, or fewer of one that does not answer. */
    Map<Replica, List<Sample>> take(List<Replica> replicas) {
        Map<Replica, List<Sample>> taken = new LinkedHashMap<>();
        replicas.forEach(replica -> taken.put(replica, new ArrayList<>()));
        for (int round = 0; round < plan.samples() * TRIES; round++) {
            if (round > 0 && !stop.pause(plan.apart())) break;
            taken.forEach((replica, samples) -> {
                if (samples.size() < plan.samples()) takeOne(replica, samples);
            });
            if (taken.values().stream().allMatch(samples -> samples.size() >= plan.samples())) break;
        }
        return taken;
    }

    private void takeOne(Replica replica, List<Sample> samples) {
        try {
            double collectionsBefore = operations.sample(replica).collections();
            operations.collect(replica);
            Sample sample = operations.sample(replica);
            // The same count as before means that nothing was collected, and what is called live is partly garbage.
            if (sample.collections() > collectionsBefore) samples.add(sample);
            else progress.accept(replica.name() + " did not collect; this sample does not count");
        } catch (IOException e) {
            progress.accept("no sample of " + replica.name() + ": " + e.getMessage());
        }
    }
}
