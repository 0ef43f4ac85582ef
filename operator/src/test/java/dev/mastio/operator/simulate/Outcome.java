package dev.mastio.operator.simulate;

import dev.mastio.operator.autoscale.Decision;
import dev.mastio.operator.autoscale.FactReason;
import dev.mastio.operator.autoscale.Reason;
import dev.mastio.operator.autoscale.ScalingSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What came of a scenario.
 *
 * @param changes every change of the number of replicas
 * @param flaps changes against the direction of the one before, less than a long window after it
 * @param underFloor seconds in which clients asked for more than the ready replicas sustain
 * @param slowestUp seconds from the load passing the target to the decision, the worst of all steps
 * @param reasons reasons that were given
 * @param facts reasons of conditions that were given
 */
record Outcome(
        Scenario scenario,
        List<Change> changes,
        int flaps,
        double underFloor,
        double slowestUp,
        Set<Reason> reasons,
        Set<FactReason> facts) {

    /** One change of the number of replicas. */
    record Change(double second, int from, int to, Reason reason) {
        int direction() {
            return Integer.signum(to - from);
        }
    }

    int last() {
        return changes.isEmpty() ? scenario.replicas() : changes.getLast().to();
    }

    int most() {
        return Math.max(
                scenario.replicas(), changes.stream().mapToInt(Change::to).max().orElse(0));
    }

    /** Collects what happens. */
    static final class Builder {
        private final ScalingSpec spec;
        private final List<Change> changes = new ArrayList<>();
        private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        private final Set<FactReason> facts = EnumSet.noneOf(FactReason.class);
        private int replicas;
        private double underFloor;
        private double passedAt = Double.NaN;
        private double slowestUp;

        Builder(ScalingSpec spec, int replicas) {
            this.spec = spec;
            this.replicas = replicas;
        }

        void load(double second, double rate, int ready, double length) {
            if (rate > spec.floor() * ready) underFloor += length;
            if (rate <= spec.upAbove(replicas)) passedAt = Double.NaN;
            else if (Double.isNaN(passedAt)) passedAt = second;
        }

        void decision(double second, Decision decision) {
            reasons.add(decision.reason());
            decision.facts().forEach(fact -> facts.add(fact.reason()));
            if (!decision.scales()) return;
            changes.add(new Change(second, decision.current(), decision.replicas(), decision.reason()));
            replicas = decision.replicas();
            if (!Double.isNaN(passedAt) && decision.replicas() > decision.current()) {
                slowestUp = Math.max(slowestUp, second - passedAt);
                passedAt = Double.NaN;
            }
        }

        Outcome build(Scenario scenario) {
            int flaps = 0;
            for (int next = 1; next < changes.size(); next++) {
                Change one = changes.get(next - 1);
                Change other = changes.get(next);
                boolean soon = other.second() - one.second() < spec.downWindow().toSeconds();
                if (soon && one.direction() != other.direction()) flaps++;
            }
            return new Outcome(scenario, changes, flaps, underFloor, slowestUp, reasons, facts);
        }
    }
}
