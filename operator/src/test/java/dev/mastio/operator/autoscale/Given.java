package dev.mastio.operator.autoscale;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An instance of the worked example to start from: floor 1000, up at 80 %, down under 60 %, one to ten replicas. */
final class Given {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private Mode mode = Mode.Auto;
    private int min = 1;
    private int max = 10;
    private Storage.Type store = Storage.Type.POSTGRES;
    private int specReplicas = 1;
    private final int replicas;
    private int ready;
    private int answering;
    private boolean rollingOut;
    private double rate;
    private double maximum;
    private double soak;
    private Shortfall underFloor = Shortfall.NONE;
    private boolean seen = true;
    private Instant seenAt = NOW;
    private Instant since = NOW.minus(Duration.ofHours(1));
    private Instant longSince = since;
    private ScaleHistory history = ScaleHistory.NONE;
    private @Nullable Integer recorded;

    private Given(int replicas) {
        this.replicas = replicas;
        ready = replicas;
        answering = replicas;
    }

    static Given replicas(int count) {
        return new Given(count);
    }

    Given bounds(int least, int most) {
        min = least;
        max = most;
        return this;
    }

    /** A store that allows one replica. */
    Given onSqlite() {
        store = Storage.Type.SQLITE;
        return bounds(1, 1);
    }

    Given mode(Mode other) {
        mode = other;
        return this;
    }

    Given specReplicas(int count) {
        specReplicas = count;
        return this;
    }

    Given recorded(int count) {
        recorded = count;
        return this;
    }

    /** The same rate for longer than the long window. */
    Given rate(double always) {
        return rate(always, always);
    }

    Given rate(double now, double highest) {
        rate = now;
        maximum = highest;
        return this;
    }

    Given soak(double always) {
        soak = always;
        return this;
    }

    Given shedding(double share) {
        underFloor = new Shortfall(share, 0, 0);
        return this;
    }

    Given late(double share) {
        underFloor = new Shortfall(0, share, 0);
        return this;
    }

    Given failing(double share) {
        underFloor = new Shortfall(0, 0, share);
        return this;
    }

    Given ready(int count) {
        ready = count;
        answering = Math.min(answering, count);
        return this;
    }

    Given answering(int count) {
        answering = count;
        return this;
    }

    Given rollingOut() {
        rollingOut = true;
        return this;
    }

    Given nothingSeen() {
        seen = false;
        return this;
    }

    Given lastSeen(int secondsAgo) {
        seenAt = NOW.minusSeconds(secondsAgo);
        return this;
    }

    Given lookingFor(int seconds) {
        since = NOW.minusSeconds(seconds);
        longSince = since;
        return this;
    }

    Given unbrokenFor(int seconds) {
        longSince = NOW.minusSeconds(seconds);
        return this;
    }

    /** A rise that a decision made; the oldest comes first. */
    Given stepUp(int secondsAgo, int from) {
        return changed(secondsAgo, from, from + 1);
    }

    /** The loss of a replica by a decision. */
    Given stepDown(int secondsAgo, int from) {
        return changed(secondsAgo, from, from - 1);
    }

    private Given changed(int secondsAgo, int from, int to) {
        history = history.changed(from, to, spec().upPeriod(), NOW.minusSeconds(secondsAgo));
        return this;
    }

    ScalingSpec spec() {
        return new ScalingSpec(
                mode,
                min,
                max,
                store,
                specReplicas,
                1000,
                0.8,
                0.6,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(15),
                Duration.ofMinutes(1));
    }

    ScalingState state() {
        return new ScalingState(replicas, ready, rollingOut, history, recorded);
    }

    Decision decision() {
        Observation observation =
                new Observation(seenAt, rate, maximum, soak, underFloor, since, longSince, ready, answering);
        return Autoscaler.decide(spec(), seen ? Optional.of(observation) : Optional.empty(), state(), NOW);
    }

    /** One condition of the decision. */
    Fact fact(Fact.Type type) {
        return decision().facts().stream()
                .filter(fact -> fact.type() == type)
                .findFirst()
                .orElseThrow();
    }
}
