package dev.mastio.operator.observe;

import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.operator.autoscale.Autoscaler;
import dev.mastio.operator.autoscale.Decision;
import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.ScalingSpec;
import dev.mastio.operator.autoscale.ScalingState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One instance under observation. Reconciles and scrapes meet here, so it locks; nothing in it waits. */
final class Watched {
    private final News news = new News();
    private final InstanceTraffic traffic;
    /** Numbers that the Deployment was to be given since it was last known to have one: each may have arrived. */
    private final Set<Integer> inDoubt = new HashSet<>();

    private Decided decided;
    private @Nullable Observation seen;
    private int pods;

    Watched(Decided first) {
        decided = first;
        traffic = new InstanceTraffic(Yardstick.of(first.spec()));
    }

    synchronized void decided(Decided fresh, boolean carriedOut) {
        decided = fresh;
        if (carriedOut) inDoubt.clear();
        else if (fresh.decision().scales()) inDoubt.add(fresh.decision().replicas());
        traffic.measureWith(Yardstick.of(fresh.spec()));
    }

    synchronized AutoscalingStatus report() {
        return decided.report();
    }

    synchronized boolean isInDoubt(int replicas) {
        return inDoubt.contains(replicas);
    }

    /** Takes what a scrape of these pods brought; true if the reconciler should know. */
    synchronized boolean take(List<PodTarget> targets, List<Answer> answers, Pace pace, Instant now) {
        pods = targets.size();
        answers.forEach(answer -> traffic.add(answer.pod(), answer.sample()));
        Optional<Observation> observation = traffic.observe(targets, pace.freshFor(), now);
        seen = observation.orElse(null);
        Decision fresh = Autoscaler.decide(decided.spec(), observation, decided.state(), now);
        return news.tells(decided.decision(), fresh, now, pace.betweenNumbers());
    }

    synchronized Optional<Observation> seen() {
        return Optional.ofNullable(seen);
    }

    /** Pods at the last scrape. */
    synchronized int pods() {
        return pods;
    }

    /** What one pod answered. */
    record Answer(String pod, PodSample sample) {}

    /** A decision with its inputs, and what status shows of it. */
    record Decided(ScalingSpec spec, ScalingState state, Decision decision, AutoscalingStatus report) {}
}
