package dev.mastio.operator.simulate;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.api.Storage;
import dev.mastio.operator.autoscale.Autoscaler;
import dev.mastio.operator.autoscale.Decision;
import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.ScaleHistory;
import dev.mastio.operator.autoscale.ScalingReport;
import dev.mastio.operator.autoscale.ScalingSpec;
import dev.mastio.operator.autoscale.ScalingState;
import dev.mastio.operator.observe.InstanceTraffic;
import dev.mastio.operator.observe.PodTarget;
import dev.mastio.operator.observe.Yardstick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plays a scenario: a tenth of a second at a time, a scrape and a decision every second. */
final class Simulation {
    static final double FLOOR = 1000;

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int TICKS = 10;
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final Scenario scenario;
    private final ScalingSpec spec = ScalingSpec.of(
            new Autoscaling(Autoscaling.Mode.Auto, 1, 10, 80, 60, 10, 300, 15, 60), Storage.Type.POSTGRES, 1, FLOOR);
    private final SimulatedCluster cluster;
    private final Outcome.Builder outcome;
    private InstanceTraffic traffic = new InstanceTraffic(Yardstick.of(spec));
    private @Nullable AutoscalingStatus status;
    private int replicas;

    private Simulation(Scenario scenario) {
        this.scenario = scenario;
        replicas = scenario.replicas();
        cluster = new SimulatedCluster(scenario, FLOOR, START);
        outcome = new Outcome.Builder(spec, replicas);
    }

    static Outcome of(Scenario scenario) {
        return new Simulation(scenario).play();
    }

    private Outcome play() {
        for (int tick = 0; tick < scenario.seconds() * TICKS; tick++) {
            Instant now = START.plus(TICK.multipliedBy(tick));
            double second = (double) tick / TICKS;
            if (tick % TICKS == 0) mishaps(tick / TICKS, now);
            cluster.run(second, TICK, now);
            outcome.load(second, scenario.client().applyAsDouble(second), cluster.ready(now), 1.0 / TICKS);
            // A scrape lands anywhere within a second; a prime offset keeps it off the scenario's own round numbers.
            if (tick % TICKS == 7 && operatorRuns(second)) reconcile(second, now);
        }
        return outcome.build(scenario);
    }

    private void reconcile(double second, Instant now) {
        int silent = silent(second);
        List<SimulatedPod> pods = cluster.pods();
        for (SimulatedPod pod : pods.subList(Math.min(silent, pods.size()), pods.size())) {
            if (pod.ready(now)) traffic.add(pod.uid(), pod.sample(now));
        }
        List<PodTarget> targets = pods.stream().map(pod -> pod.target(now)).toList();
        Optional<Observation> seen = traffic.observe(targets, FRESH, now);
        Integer recorded = status == null ? null : status.ignoredSpecReplicas();
        ScalingState state = new ScalingState(replicas, cluster.ready(now), false, ScaleHistory.of(status), recorded);
        Decision decision = Autoscaler.decide(spec, seen, state, now);
        status = ScalingReport.of(spec, state, decision, now);
        outcome.decision(second, decision);
        replicas = decision.replicas();
        cluster.scale(replicas, now);
    }

    private void mishaps(int second, Instant now) {
        for (Mishap mishap : scenario.mishaps()) {
            switch (mishap) {
                case Mishap.PodRestart it when it.at() == second -> cluster.restart(it.pod(), now);
                case Mishap.OperatorRestart it
                when it.to() == second -> traffic = new InstanceTraffic(Yardstick.of(spec));
                default -> {}
            }
        }
    }

    private boolean operatorRuns(double second) {
        return scenario.mishaps().stream()
                .noneMatch(mishap ->
                        mishap instanceof Mishap.OperatorRestart(int from, int to) && second >= from && second < to);
    }

    private int silent(double second) {
        return scenario.mishaps().stream()
                .mapToInt(mishap ->
                        mishap instanceof Mishap.Silence(int from, int to, int pods) && second >= from && second < to
                                ? pods
                                : 0)
                .max()
                .orElse(0);
    }
}
