package dev.mastio.suite.faults.plan;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was seen of replicas and soaks, one version after the other, and what of it must not have been. */
public final class Sightings {

    private final Map<String, Course> courses = new TreeMap<>();
    private final Map<String, Integer> replicas = new TreeMap<>();
    private final Map<String, Version> versions = new TreeMap<>();
    private final Map<String, Set<String>> soaks = new TreeMap<>();
    private final Set<String> broken = new LinkedHashSet<>();
    private long unseen;

    /** From now on an instance's replicas may go from one number to the other, never back on the way. */
    public synchronized void expect(String instance, int before, int after) {
        courses.put(instance, new Course(before, after));
    }

    /** From now on an instance may go, and its replicas with it. */
    public synchronized void release(String instance) {
        courses.remove(instance);
    }

    /** An instance's Deployment asks for so many replicas; with 0 it may be gone. */
    public synchronized void replicas(String instance, int number) {
        replicas.put(instance, number);
        notifyAll();
        Course course = courses.get(instance);
        if (course != null) course.take(number).ifPresent(astray -> broken.add(instance + " had " + astray));
    }

    /** How many replicas an instance's Deployment asked for when it was last seen; 0 without one. */
    public synchronized int replicas(String instance) {
        return replicas.getOrDefault(instance, 0);
    }

    /** A version of an instance's Deployment. Each change has the next generation: a jump tells of some that nobody saw. */
    public synchronized void version(String instance, String uid, long generation) {
        Version last = versions.put(instance, new Version(uid, generation));
        long before = last != null && last.uid.equals(uid) ? last.generation : 0;
        unseen += Math.max(0, generation - before - 1);
    }

    /** An object is gone, and nobody saw its last version. */
    public synchronized void lastVersionUnseen() {
        unseen++;
    }

    /** Versions that are known to have been there unseen, since this was last asked. */
    public synchronized long unseen() {
        long since = unseen;
        unseen = 0;
        return since;
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

    private record Version(String uid, long generation) {}
}
