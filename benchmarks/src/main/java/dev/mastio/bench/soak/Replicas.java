package dev.mastio.bench.soak;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The replicas behind a Service at one moment.
 *
 * @param all in the order of their names
 * @param settled all of them ready and none on its way out
 */
record Replicas(List<Replica> all, boolean settled) {

    Replicas {
        all = List.copyOf(all);
    }

    /** Which came and which went since then, in words; empty for none. */
    Set<String> changesSince(Replicas before) {
        Set<String> changes = new TreeSet<>();
        describe("came", all, not(before.all), changes);
        describe("went", before.all, not(all), changes);
        return changes;
    }

    private static Predicate<Replica> not(List<Replica> replicas) {
        Set<String> known = replicas.stream().map(Replica::uid).collect(Collectors.toSet());
        return replica -> !known.contains(replica.uid());
    }

    private static void describe(String what, List<Replica> from, Predicate<Replica> which, Set<String> changes) {
        from.stream().filter(which).forEach(replica -> changes.add(replica.name() + " " + what));
    }
}
