package dev.mastio.suite.faults.ground;

import dev.mastio.api.Api;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sees every version of every Deployment and Job: what is wrong for a moment only is wrong. */
public final class Witness implements AutoCloseable {

    private final Map<String, Integer> least = new TreeMap<>();
    private final Map<String, Integer> replicas = new TreeMap<>();
    private final Map<String, Set<String>> soaks = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private final SharedIndexInformer<Deployment> deployments;
    private final SharedIndexInformer<Job> jobs;

    Witness(KubernetesClient client, String namespace) {
        deployments = client.apps().deployments().inNamespace(namespace).inform(new Deployments());
        jobs = client.batch().v1().jobs().inNamespace(namespace).inform(new Jobs());
    }

    /** From now on an instance's Deployment must have so many replicas at least; with 0 it may be away, too. */
    public synchronized void expect(String instance, int number) {
        least.put(instance, number);
    }

    /** What was seen that must not be, since this was last asked. */
    public synchronized List<String> complaints() {
        List<String> all = List.copyOf(broken);
        broken.clear();
        return all;
    }

    /** Replicas that a Deployment asks for, as last heard; 0 without one. */
    public synchronized int replicas(String instance) {
        return replicas.getOrDefault(instance, 0);
    }

    @Override
    public void close() {
        deployments.close();
        jobs.close();
    }

    private synchronized void saw(String instance, int number) {
        replicas.put(instance, number);
        notifyAll();
        int wanted = least.getOrDefault(instance, 0);
        if (number < wanted)
            broken.add(
                    "%s had %d replicas, where nobody had asked for less than %d".formatted(instance, number, wanted));
    }

    /**
     * Waits until a Deployment asks for so many replicas.
     *
     * @return false if it does not in that time
     */
    public synchronized boolean awaitReplicas(String instance, int number, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (replicas(instance) != number) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }

    private synchronized void saw(Job job) {
        if (job.getMetadata().getAnnotations() == null) return;
        String token = job.getMetadata().getAnnotations().get(Api.RUN_SOAK);
        if (token == null) return;
        Set<String> uids = soaks.computeIfAbsent(token, _ -> new HashSet<>());
        if (uids.add(job.getMetadata().getUid()) && uids.size() > 1)
            broken.add("token %s had %d soaks".formatted(token, uids.size()));
    }

    private final class Deployments implements ResourceEventHandler<Deployment> {
        @Override
        public void onAdd(Deployment now) {
            saw(now.getMetadata().getName(), now.getSpec().getReplicas());
        }

        @Override
        public void onUpdate(Deployment old, Deployment now) {
            saw(now.getMetadata().getName(), now.getSpec().getReplicas());
        }

        @Override
        public void onDelete(Deployment old, boolean stateUnknown) {
            saw(old.getMetadata().getName(), 0);
        }
    }

    private final class Jobs implements ResourceEventHandler<Job> {
        @Override
        public void onAdd(Job now) {
            saw(now);
        }

        @Override
        public void onUpdate(Job old, Job now) {
            saw(now);
        }

        @Override
        public void onDelete(Job old, boolean stateUnknown) {
            // It stays counted.
        }
    }
}
