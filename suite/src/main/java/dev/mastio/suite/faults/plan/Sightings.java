package dev.mastio.suite.faults.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was seen of replicas and soaks, one version after the other, and what of it must not have been. */
public final class Sightings {

    private final Map<String, Integer> least = new TreeMap<>();
    private final Map<String, Integer> replicas = new TreeMap<>();
    private final Map<String, Set<String>> soaks = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();

    /** From now on an instance must have so many replicas at least; with 0 it may be away, too. */
    public synchronized void expect(String instance, int number) {
        least.put(instance, number);
    }

    /** An instance's Deployment asks for so many replicas; with 0 it may be gone. */
    public synchronized void replicas(String instance, int number) {
        replicas.put(instance, number);
        notifyAll();
        int wanted = least.getOrDefault(instance, 0);
        if (number < wanted)
            broken.add(
                    "%s had %d replicas, where nobody had asked for less than %d".formatted(instance, number, wanted));
    }

    /** A token has a soak, by the uid of its Job. The same one may be seen often. */
    public synchronized void soak(String token, String uid) {
        Set<String> uids = soaks.computeIfAbsent(token, _ -> new HashSet<>());
        if (uids.add(uid) && uids.size() > 1) broken.add("token %s had %d soaks".formatted(token, uids.size()));
    }

    /** What must not have been, since this was last asked. */
    public synchronized List<String> complaints() {
        List<String> all = List.copyOf(broken);
        broken.clear();
        return all;
    }

    /**
     * Waits until an instance's Deployment asks for so many replicas.
     *
     * @return false if it does not in that time
     */
    public synchronized boolean awaitReplicas(String instance, int number, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (replicas.getOrDefault(instance, 0) != number) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }
}
