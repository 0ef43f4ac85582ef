package dev.mastio.operator.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Pods that come and go, and clients whose connections find their way to new pods only as they are recycled. */
final class SimulatedCluster {
    /** A connection lives 60 s at most: after half of that, on average, its client picks a pod anew. */
    private static final double RECYCLE_SECONDS = 30;

    private final Scenario scenario;
    private final double floor;
    private final Random random = new Random(42);
    private final List<SimulatedPod> pods = new ArrayList<>();
    private int created;

    SimulatedCluster(Scenario scenario, double floor, Instant start) {
        this.scenario = scenario;
        this.floor = floor;
        for (int pod = 0; pod < scenario.replicas(); pod++) create(start, start);
    }

    void scale(int replicas, Instant now) {
        while (pods.size() > replicas) pods.removeLast();
        while (pods.size() < replicas) create(now, now.plusSeconds(scenario.startSeconds()));
    }

    void restart(int pod, Instant now) {
        pods.get(pod).restart(now, now.plusSeconds(scenario.startSeconds()));
    }

    void run(double second, Duration tick, Instant now) {
        double length = tick.toMillis() / 1000.0;
        balance(length / RECYCLE_SECONDS, now);
        for (SimulatedPod pod : pods) {
            double clients = noisy(scenario.client().applyAsDouble(second) * pod.share() * length);
            double soaks = noisy(scenario.soak().applyAsDouble(second) * pod.share() * length);
            pod.serve(clients, soaks, length);
        }
    }

    int ready(Instant now) {
        return (int) pods.stream().filter(pod -> pod.ready(now)).count();
    }

    List<SimulatedPod> pods() {
        return pods;
    }

    private void create(Instant now, Instant ready) {
        pods.add(new SimulatedPod(
                "pod-" + created++, new Service(floor, scenario.sustains() * floor, scenario.fails()), now, ready));
    }

    /** Connections of pods that are gone are opened again at once, of the others a part is recycled. */
    private void balance(double recycled, Instant now) {
        List<SimulatedPod> ready = pods.stream().filter(pod -> pod.ready(now)).toList();
        pods.stream().filter(pod -> !pod.ready(now)).forEach(pod -> pod.share(0));
        double kept = 0;
        for (SimulatedPod pod : ready) {
            pod.share(pod.share() * (1 - recycled));
            kept += pod.share();
        }
        double weights = ready.size() - 1 + scenario.favour();
        for (SimulatedPod pod : ready) {
            double weight = pod == ready.getFirst() ? scenario.favour() : 1;
            pod.share(pod.share() + (1 - kept) * weight / weights);
        }
    }

    /** Requests come at random: as many as expected, more or less by the root of that. */
    private double noisy(double expected) {
        return Math.max(0, expected + Math.sqrt(expected) * random.nextGaussian());
    }
}
