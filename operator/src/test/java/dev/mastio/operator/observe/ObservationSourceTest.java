package dev.mastio.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.operator.autoscale.Decision;
import dev.mastio.operator.autoscale.Reason;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.health.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Against real servers in real time: each test waits for scrapes, so they wait together. */
@Execution(ExecutionMode.CONCURRENT)
class ObservationSourceTest extends ObservedInstance {

    @Test
    void wakesTheReconcilerWhenTheRatePassesTheTarget() throws IOException {
        pods.add(FakePod.withRate("a", 500));
        source.lead();
        reconcile(1, 100);

        await().atMost(PATIENCE).until(() -> reconcileOnEvents(1, 100).reason() == Reason.FloorCrossed);

        // The first look may be at scrapes that a busy machine made late.
        await().atMost(PATIENCE).untilAsserted(() -> {
            Decision now = reconcile(1, 100);
            assertThat(now.replicas()).isEqualTo(5);
            assertThat(now.seen().orElseThrow().shortRate()).isBetween(300.0, 600.0);
        });
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
            troubled.decided(DEMO, spec(100), state(1), nothingSeen, report(1, 100, nothingSeen), true);

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
        MastioInstance deleted = named("first");
        assertThat(source.getSecondaryResources(deleted)).hasSize(1);

        source.onResourceDeleted(deleted);

        assertThat(source.getSecondaryResources(deleted)).isEmpty();
    }

    /** As a watch tells it that was cut while one went and the other came. */
    @Test
    void forgetsAnInstanceThatAnotherOneOfItsNameFollowed() throws IOException {
        pods.add(FakePod.withRate("a", 100));
        source.lead();
        reconcile(1, 100);
        await().atMost(PATIENCE).until(() -> source.observation(DEMO).isPresent());

        source.onResourceUpdated(named("first"), named("first"));
        assertThat(source.observation(DEMO)).isPresent();

        source.onResourceUpdated(named("second"), named("first"));
        assertThat(source.observation(DEMO)).isEmpty();
    }

    private static MastioInstance named(String uid) {
        MastioInstance instance = new MastioInstance();
        instance.setMetadata(new ObjectMetaBuilder()
                .withName("demo")
                .withNamespace("here")
                .withUid(uid)
                .build());
        return instance;
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

        source.decided(DEMO, spec(100), state(7), second, report, true);

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
}
