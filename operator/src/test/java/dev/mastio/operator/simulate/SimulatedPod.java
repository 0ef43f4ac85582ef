package dev.mastio.operator.simulate;

import dev.mastio.operator.observe.PodSample;
import dev.mastio.operator.observe.PodTarget;
import java.time.Instant;

/** A pod's counters, readiness, and its share of the clients' connections. */
final class SimulatedPod {
    private final String uid;
    private final Service service;
    private Instant startedAt;
    private Instant readyAt;
    private double client;
    private double soak;
    private double share;

    SimulatedPod(String uid, Service service, Instant created, Instant readyAt) {
        this.uid = uid;
        this.service = service;
        startedAt = created;
        this.readyAt = readyAt;
    }

    void restart(Instant now, Instant ready) {
        startedAt = now;
        readyAt = ready;
        client = 0;
        soak = 0;
        service.restart();
        share = 0;
    }

    boolean ready(Instant now) {
        return !now.isBefore(readyAt);
    }

    double share() {
        return share;
    }

    void share(double of) {
        share = of;
    }

    void serve(double clients, double soaks, double seconds) {
        client += clients;
        soak += soaks;
        service.serve(clients, soaks, seconds);
    }

    String uid() {
        return uid;
    }

    PodTarget target(Instant now) {
        return new PodTarget(uid, uid, "127.0.0.1", PodTarget.OPS_PORT, ready(now));
    }

    PodSample sample(Instant now) {
        return new PodSample(now, startedAt.toEpochMilli() / 1000.0, client, soak, service.shed(), service.answers());
    }
}
