package dev.mastio.operator.observe;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.api.Storage;
import dev.mastio.operator.autoscale.Autoscaler;
import dev.mastio.operator.autoscale.Decision;
import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.ScaleHistory;
import dev.mastio.operator.autoscale.ScalingReport;
import dev.mastio.operator.autoscale.ScalingSpec;
import dev.mastio.operator.autoscale.ScalingState;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests of an instance whose pods are real servers, scraped in real time, and of the events that are to wake its reconciler. */
abstract class ObservedInstance {
    static final ResourceID DEMO = new ResourceID("demo", "here");
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final List<FakePod> pods = new CopyOnWriteArrayList<>();
    final List<ResourceID> events = new CopyOnWriteArrayList<>();
    final AtomicReference<Decision> decision = new AtomicReference<>();
    final AtomicBoolean exists = new AtomicBoolean(true);
    final ObservationSource source = new ObservationSource(
            _ -> pods.stream().map(FakePod::target).toList(), _ -> exists.get(), registry, InstantSource.system());

    @BeforeEach
    void start() {
        source.setEventHandler(event -> events.add(event.getRelatedCustomResourceID()));
        source.start();
    }

    @AfterEach
    void stop() {
        source.stop();
        pods.forEach(FakePod::close);
    }

    boolean observed(int answering) {
        return source.observation(DEMO).map(Observation::answeringPods).orElse(0) == answering;
    }

    Decision reconcileOnEvents(int replicas, double floor) {
        if (!events.isEmpty()) {
            events.clear();
            reconcile(replicas, floor);
        }
        return decision.get();
    }

    Decision reconcile(int replicas, double floor) {
        Decision fresh = decide(replicas, floor, source.observation(DEMO));
        source.decided(DEMO, spec(floor), state(replicas), fresh, report(replicas, floor, fresh), true);
        decision.set(fresh);
        return fresh;
    }

    static AutoscalingStatus report(int replicas, double floor, Decision decision) {
        return ScalingReport.of(spec(floor), state(replicas), decision, Instant.now());
    }

    static Decision decide(int replicas, double floor, Optional<Observation> seen) {
        return Autoscaler.decide(spec(floor), seen, state(replicas), Instant.now());
    }

    static ScalingState state(int replicas) {
        return new ScalingState(replicas, replicas, false, ScaleHistory.NONE, null);
    }

    static ScalingSpec spec(double floor) {
        return new ScalingSpec(
                Mode.Auto,
                1,
                10,
                Storage.Type.POSTGRES,
                1,
                floor,
                0.8,
                0.6,
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                Duration.ofSeconds(15),
                Duration.ofMinutes(1));
    }
}
