package dev.mastio.bench.calibrate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the highest rate that holds the objectives: doubles until one fails, bisects, repeats the bisection in a narrow bracket, takes the
 * median, and proves it in a longer trial.
 *
 * <p>A rate that fails counts as failed only when it fails again and again: on a shared machine one bad second would otherwise end as a
 * low floor.
 */
public final class FloorSearch {

    /** Below this a server sustains nothing worth a class. */
    private static final double LOWEST = 1;

    private static final double AGREEMENT = 0.10;
    private static final int EXTRA_REPEATS = 2;
    private static final double BRACKET = 1.15;
    private static final double PROOF_STEP = 0.95;
    private static final int PROOF_TRIES = 6;

    private final Trial trial;
    private final SearchPlan plan;
    private final Consumer<Outcome> log;
    private final Turn turn;

    public FloorSearch(Trial trial, SearchPlan plan, Consumer<Outcome> log) {
        this(trial, plan, log, Turn.alone());
    }

    /** @param turn taken for a trial and the pause that the server needs after it */
    FloorSearch(Trial trial, SearchPlan plan, Consumer<Outcome> log, Turn turn) {
        this.trial = trial;
        this.plan = plan;
        this.log = log;
        this.turn = turn;
    }

    public FloorFinding search() {
        double good = plan.start();
        Outcome tried = offerUntilHeld(good, plan.step());
        while (!tried.held() && good > LOWEST) {
            good = Math.max(LOWEST, good / 4);
            tried = offerUntilHeld(good, plan.step());
        }
        if (!tried.held()) return new FloorFinding.NothingHeld(tried);
        while (tried.held()) {
            good = tried.rate();
            if (good >= plan.highest()) return new FloorFinding.AboveHighest(good);
            tried = offerUntilHeld(Math.min(2 * good, plan.highest()), plan.step());
        }
        return refine(good, tried);
    }

    private FloorFinding refine(double good, Outcome bad) {
        List<Double> found = new ArrayList<>();
        Bounds bounds = bisect(confirmed(good, bad));
        found.add(bounds.good());
        while (more(found) && !bounds.bad().generatorLimited()) {
            bounds = bisect(around(bounds.good()));
            found.add(bounds.good());
        }
        if (bounds.bad().generatorLimited()) return new FloorFinding.GeneratorLimited(bounds.good(), bounds.bad());
        return prove(found);
    }

    /** Where the repeats disagree, a few more outvote the odd one. */
    private boolean more(List<Double> found) {
        boolean disagree = Collections.max(found) > (1 + AGREEMENT) * Collections.min(found);
        return found.size() < plan.repeats()
                || (disagree && plan.repeats() > 1 && found.size() < plan.repeats() + EXTRA_REPEATS);
    }

    private FloorFinding prove(List<Double> found) {
        double floor = found.stream().sorted().toList().get((found.size() - 1) / 2);
        Outcome proof = offerUntilHeld(floor, plan.proof());
        Outcome first = proof;
        for (int tries = 1; !proof.held() && tries < PROOF_TRIES; tries++) {
            floor *= PROOF_STEP;
            proof = offerUntilHeld(floor, plan.proof());
        }
        // A lower rate that holds says nothing of the server where the load program could not do more.
        if (first.generatorLimited()) return new FloorFinding.GeneratorLimited(floor, first);
        return proof.held() ? new FloorFinding.Found(floor, found, proof) : new FloorFinding.NothingHeld(proof);
    }

    /** A held rate and a failed one above it. */
    private record Bounds(double good, Outcome bad) {}

    private Bounds bisect(Bounds bounds) {
        Bounds closer = bounds;
        while (closer.bad().rate() / closer.good() > 1 + plan.resolution()) {
            Outcome middle =
                    offerUntilHeld(Math.sqrt(closer.good() * closer.bad().rate()), plan.trial());
            closer = middle.held() ? new Bounds(middle.rate(), closer.bad()) : new Bounds(closer.good(), middle);
        }
        return closer;
    }

    /** A rung that was only held for a step's length must hold for a trial's, too: nothing below it would be tried otherwise. */
    private Bounds confirmed(double rung, Outcome above) {
        double good = rung;
        Outcome bad = above;
        Outcome again = offerUntilHeld(good, plan.trial());
        while (!again.held() && good > LOWEST) {
            bad = again;
            good = Math.max(LOWEST, good / BRACKET);
            again = offerUntilHeld(good, plan.trial());
        }
        return new Bounds(good, bad);
    }

    /** A bracket that really holds below and fails above, near a floor that was found before. */
    private Bounds around(double floor) {
        double good = floor / BRACKET;
        while (good > LOWEST && !offerUntilHeld(good, plan.trial()).held()) good /= BRACKET;
        Outcome above = offerUntilHeld(Math.max(floor, good) * BRACKET, plan.trial());
        while (above.held()) {
            good = above.rate();
            above = offerUntilHeld(good * BRACKET, plan.trial());
        }
        return new Bounds(good, above);
    }

    private Outcome offerUntilHeld(double rate, Duration length) {
        Outcome outcome = offer(rate, length);
        for (int tries = 1; !outcome.held() && tries < plan.tries(); tries++) {
            outcome = offer(rate, length);
        }
        return outcome;
    }

    private Outcome offer(double rate, Duration length) {
        turn.take();
        try {
            Outcome outcome = trial.offer(rate, length);
            log.accept(outcome);
            // What an overload leaves behind, in the server's queues and heap, should not meet the next trial.
            if (!outcome.held()) trial.offer(Math.max(LOWEST, rate / 10), plan.step());
            return outcome;
        } finally {
            turn.pass();
        }
    }
}
