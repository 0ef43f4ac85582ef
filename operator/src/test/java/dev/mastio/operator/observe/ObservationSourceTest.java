package dev.mastio.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.api.Storage;
import dev.mastio.operator.autoscale.Autoscaler;
import dev.mastio.operator.autoscale.Decision;
import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.Reason;
import dev.mastio.operator.autoscale.ScaleHistory;
import dev.mastio.operator.autoscale.ScalingReport;
import dev.mastio.operator.autoscale.ScalingSpec;
import dev.mastio.operator.autoscale.ScalingState;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Against real servers in real time: each test waits for scrapes, so they wait together. */
@Execution(ExecutionMode.CONCURRENT)
class ObservationSourceTest {
    private static final ResourceID DEMO = new ResourceID("demo", "here");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<FakePod> pods = new CopyOnWriteArrayList<>();
    private final List<ResourceID> events = new CopyOnWriteArrayList<>();
    private final AtomicReference<Decision> decision = new AtomicReference<>();
    private final AtomicBoolean exists = new AtomicBoolean(true);
    private final ObservationSource source = new ObservationSource(
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

    @Test
    void wakesTheReconcilerWhenTheRatePassesTheTarget() throws IOException {
        pods.add(FakePod.withRate("a", 500));
        source.lead();
        reconcile(1, 100);

        await().atMost(PATIENCE).until(() -> reconcileOnEvents(1, 100).reason() == Reason.FloorCrossed);

        assertThat(decision.get().replicas()).isEqualTo(5);
        assertThat(decision.get().seen().orElseThrow().shortRate()).isBetween(300.0, 600.0);
    }

    @Test
    void staysQuietWhileNothingChanges() throws IOException {
        pods.add(FakePod.withRate("a", 0));
        source.lead();
        reconcile(1, 100);
        await().atMost(PATIENCE).until(() -> reconcileOnEvents(1, 100).reason() == Reason.WithinTarget);
        events.clear();
        int scrapes = pods.getFirst().scrapes();

        await().atMost(PATIENCE).until(() -> pods.getFirst().scrapes() >= scrapes + 6);

        assertThat(events).isEmpty();
    }

    @Test
    void raisesNothingWhenHalfThePodsAreDead() throws IOException {
        for (String name : List.of("a", "b")) pods.add(FakePod.withRate(name, 500));
        FakePod hanging = FakePod.withRate("c", 0);
        hanging.behave(hanging.hanging());
        pods.add(hanging);
        pods.add(new FakePod("d", FakePod.status(500)));
        source.lead();
        reconcile(4, 100);

        await().atMost(PATIENCE).until(() -> observed(2));

        assertThat(reconcile(4, 100).reason()).isEqualTo(Reason.QuorumMissed);
        assertThat(reconcile(4, 100).replicas()).isEqualTo(4);
        assertThat(registry.find("mastio.operator.scrape.failures").counters()).isNotEmpty();
    }

    @Test
    void goesOnAfterAPodWasRestarted() throws IOException {
        pods.add(FakePod.withRate("a", 100));
        source.lead();
        reconcile(1, 1000);
        await().atMost(PATIENCE).until(() -> observed(1));

        pods.getFirst().behave(FakePod.rate(100));
        int scrapes = pods.getFirst().scrapes();
        await().atMost(PATIENCE).until(() -> pods.getFirst().scrapes() >= scrapes + 3);

        assertThat(source.observation(DEMO).orElseThrow().shortRate()).isBetween(0.0, 200.0);
    }

    @Test
    void goesOnAfterTheListOfPodsCouldNotBeRead() throws IOException {
        List<RuntimeException> trouble = new ArrayList<>(List.of(new IllegalStateException("cache not synced")));
        FakePod pod = FakePod.withRate("a", 100);
        pods.add(pod);
        ObservationSource troubled = new ObservationSource(
                _ -> {
                    if (!trouble.isEmpty()) throw trouble.removeFirst();
                    return List.of(pod.target());
                },
                _ -> true,
                registry,
                InstantSource.system());
        troubled.setEventHandler(_ -> {});
        troubled.start();
        try {
            troubled.lead();
            Decision nothingSeen = decide(1, 100, Optional.empty());
            troubled.decided(DEMO, spec(100), state(1), nothingSeen, report(1, 100, nothingSeen));

            await().atMost(PATIENCE).until(() -> troubled.observation(DEMO).isPresent());
        } finally {
            troubled.stop();
        }
    }

    @Test
    void scrapesFromWhenItLeadsUntilItStops() throws IOException {
        pods.add(FakePod.withRate("a", 100));
        reconcile(1, 100);
        assertThat(source.observation(DEMO)).isEmpty();
        source.lead();
        await().atMost(PATIENCE).until(() -> source.observation(DEMO).isPresent());

        source.stop();

        assertThat(source.observation(DEMO)).isEmpty();
    }

    @Test
    void forgetsADeletedInstance() throws IOException {
        pods.add(FakePod.withRate("a", 100));
        source.lead();
        reconcile(1, 100);
        await().atMost(PATIENCE).until(() -> source.observation(DEMO).isPresent());
        MastioInstance deleted = new MastioInstance();
        deleted.setMetadata(
                new ObjectMetaBuilder().withName("demo").withNamespace("here").build());
        assertThat(source.getSecondaryResources(deleted)).hasSize(1);

        source.onResourceDeleted(deleted);

        assertThat(source.getSecondaryResources(deleted)).isEmpty();
    }

    @Test
    void aLookThatEndsAfterTheInstanceStartsNoScrapingAgain() throws IOException {
        pods.add(FakePod.withRate("a", 100));
        source.lead();
        exists.set(false);

        reconcile(1, 100);

        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .until(() -> pods.getFirst().scrapes() == 0);
    }

    @Test
    void remembersTheLastDecisionUntilItStopsOrTheInstanceIsGone() {
        source.lead();
        assertThat(source.lastDecision(DEMO)).isEmpty();
        reconcile(1, 100);
        Decision second = decide(7, 100, Optional.empty());
        AutoscalingStatus report = report(7, 100, second);

        source.decided(DEMO, spec(100), state(7), second, report);

        assertThat(source.lastDecision(DEMO)).contains(report);
        source.stop();
        assertThat(source.lastDecision(DEMO)).isEmpty();
    }

    @Test
    void isHealthyThoughNoPodAnswers() throws IOException {
        pods.add(new FakePod("a", FakePod.status(500)));
        source.lead();
        reconcile(1, 100);

        await().atMost(PATIENCE).until(() -> pods.getFirst().scrapes() > 0);

        assertThat(source.getStatus()).isEqualTo(Status.HEALTHY);
    }

    private boolean observed(int answering) {
        return source.observation(DEMO).map(Observation::answeringPods).orElse(0) == answering;
    }

    private Decision reconcileOnEvents(int replicas, double floor) {
        if (!events.isEmpty()) {
            events.clear();
            reconcile(replicas, floor);
        }
        return decision.get();
    }

    private Decision reconcile(int replicas, double floor) {
        Decision fresh = decide(replicas, floor, source.observation(DEMO));
        source.decided(DEMO, spec(floor), state(replicas), fresh, report(replicas, floor, fresh));
        decision.set(fresh);
        return fresh;
    }

    private static AutoscalingStatus report(int replicas, double floor, Decision decision) {
        return ScalingReport.of(spec(floor), state(replicas), decision, Instant.now());
    }

    private static Decision decide(int replicas, double floor, Optional<Observation> seen) {
        return Autoscaler.decide(spec(floor), seen, state(replicas), Instant.now());
    }

    private static ScalingState state(int replicas) {
        return new ScalingState(replicas, replicas, false, ScaleHistory.NONE, null);
    }

    private static ScalingSpec spec(double floor) {
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
