package dev.mastio.operator.observe;

import dev.mastio.operator.autoscale.Decision;
import dev.mastio.operator.autoscale.Fact;
import dev.mastio.operator.autoscale.Limit;
import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.Reason;
import dev.mastio.operator.autoscale.Rounded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a reconcile would come to anything new. Another number of replicas is news at once, other words or numbers only
 * now and then: each costs a write of the status.
 */
final class News {
    private @Nullable Instant told;
    private int toldReplicas;

    /**
     * Whether to wake the reconciler; answering yes counts as having done so.
     *
     * @param then what it decided last
     * @param now what it would decide
     * @param pause between two pieces of lesser news
     */
    boolean tells(Decision then, Decision now, Instant at, Duration pause) {
        boolean rested = told == null || !told.plus(pause).isAfter(at);
        boolean replicas = then.recommended() != now.recommended() || then.replicas() != now.replicas();
        // A reconcile that fails is repeated by its own means; asking again without a pause would only be in its way.
        boolean atOnce = replicas && (rested || toldReplicas != now.recommended());
        boolean later = rested && (!Headline.of(then).equals(Headline.of(now)) || moved(then, now));
        if (!atOnce && !later) return false;
        told = at;
        toldReplicas = now.recommended();
        return true;
    }

    private static boolean moved(Decision then, Decision now) {
        if (then.seen().isEmpty() || now.seen().isEmpty())
            return then.seen().isPresent() != now.seen().isPresent();
        Observation shown = then.seen().get();
        Observation fresh = now.seen().get();
        return Rounded.moved(shown.shortRate(), fresh.shortRate());
    }

    /** What a decision says without its numbers. */
    private record Headline(int replicas, Reason reason, Set<Limit> limits, List<Word> words) {
        static Headline of(Decision decision) {
            return new Headline(
                    decision.replicas(),
                    decision.reason(),
                    decision.limits(),
                    decision.facts().stream().map(Word::of).toList());
        }
    }

    private record Word(Fact.Truth status, String reason) {
        static Word of(Fact fact) {
            return new Word(fact.status(), fact.reason().name());
        }
    }
}
