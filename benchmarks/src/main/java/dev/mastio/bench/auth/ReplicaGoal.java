package dev.mastio.bench.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two replicas held to what they should do by what one does, all with an equal share of a processor. The median round counts. */
public final class ReplicaGoal {

    private static final double AT_LEAST = 1.8;
    /** Of its share; who uses less is held up by something else. */
    private static final double AT_ITS_SHARE = 0.9;
    /** Of the machine; with less of it idle, whoever waits may wait for a processor. */
    private static final double ROOM = 0.1;

    private final double share;
    private final List<ReplicaRound> rounds = new ArrayList<>();

    /** What came of it. */
    public enum Outcome {
        MET,
        MISSED,
        /** The share of a processor was not what the figures depended on. */
        INCONCLUSIVE
    }

    /** @param share of one processor, that each replica is held to */
    public ReplicaGoal(double share) {
        this.share = share;
    }

    /** Adds a round. */
    public void add(ReplicaRound round) {
        rounds.add(round);
    }

    /** Judges all rounds. */
    public Outcome outcome() {
        // First: on a machine that gives a proxy less than its share, requests fail too, and that says nothing of the
        // proxy.
        if (rounds.stream().anyMatch(round -> isHeldUp(round.alone()))) return Outcome.INCONCLUSIVE;
        if (!rounds.stream().allMatch(ReplicaRound::isClean)) return Outcome.MISSED;
        if (ratio() >= AT_LEAST) return Outcome.MET;
        boolean shortOfMachine = rounds.stream().anyMatch(round -> isHeldUp(round.together()) && round.idle() < ROOM);
        return shortOfMachine ? Outcome.INCONCLUSIVE : Outcome.MISSED;
    }

    /** What there is to say of all rounds. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "two replicas / one, median of %d: %.2f, at least %.1f wanted: %s",
                rounds.size(),
                ratio(),
                AT_LEAST,
                told());
    }

    private String told() {
        return switch (outcome()) {
            case MET -> "met";
            case MISSED -> missed();
            case INCONCLUSIVE ->
                rounds.stream().anyMatch(round -> isHeldUp(round.alone()))
                        ? "inconclusive: alone, one left some of its share unused, so something else held it up"
                        : "inconclusive: together, one left some of its share unused, and the machine had no room";
        };
    }

    private String missed() {
        if (!rounds.stream().allMatch(ReplicaRound::isClean)) return "missed: requests failed";
        return rounds.stream().anyMatch(round -> isHeldUp(round.together()))
                ? "missed: together, one left some of its share unused, though the machine had room: they wait for each other"
                : "missed: together, a call costs more";
    }

    private boolean isHeldUp(List<Measured> legs) {
        return ReplicaRound.leastProcessors(legs) < AT_ITS_SHARE * share;
    }

    private double ratio() {
        double[] sorted =
                rounds.stream().mapToDouble(ReplicaRound::ratio).sorted().toArray();
        return sorted[(sorted.length - 1) / 2];
    }
}
