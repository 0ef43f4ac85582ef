package dev.mastio.operator.autoscale;

import java.util.Set;

/** What the rate asks for, before the mode has its say. */
record Step(int replicas, Reason reason, Set<Limit> limits) {

    static Step hold(int replicas, Reason reason) {
        return new Step(replicas, reason, Set.of());
    }

    static Step limited(int replicas, Reason reason, Limit limit) {
        return new Step(replicas, reason, Set.of(limit));
    }
}
