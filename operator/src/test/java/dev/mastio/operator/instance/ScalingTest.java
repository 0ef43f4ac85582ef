package dev.mastio.operator.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.api.MastioInstanceStatus.ScaleChange;
import dev.mastio.api.NetworkPolicyMode;
import dev.mastio.api.Pki;
import dev.mastio.api.PodOverrides;
import dev.mastio.api.Storage;
import dev.mastio.api.Tls;
import dev.mastio.api.WorkloadMix;
import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.Reason;
import dev.mastio.operator.autoscale.Shortfall;
import dev.mastio.operator.instance.report.News;
import dev.mastio.operator.instance.report.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScalingTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final double FLOOR = 1000;

    @Test
    void whatSomebodyWroteIntoTheDeploymentIsNotTakenForTheNumberThatWasDecided() {
        AutoscalingStatus before = decided(Mode.Auto, 5);

        Scaling scaling = scaling(spec(Mode.Auto, 1), deployment(1), before, 3000);

        assertThat(scaling.decision().replicas()).isEqualTo(5);
        assertThat(scaling.decision().scales()).isFalse();
    }

    @Test
    void whereModeAutoTakesOverItBeginsWithWhatIsThere() {
        AutoscalingStatus before = decided(Mode.Off, 1);

        Scaling scaling = scaling(spec(Mode.Auto, 3), deployment(3), before, 2000);

        assertThat(scaling.decision().replicas()).isEqualTo(3);
    }

    /** Killed after the Deployment was written and before the status. */
    @Test
    void aStatusThatIsBehindTheDeploymentTakesNoReplicaAway() {
        AutoscalingStatus before = decided(Mode.Auto, 2);

        Scaling scaling = Scaling.decide(
                spec(Mode.Auto, 1), FLOOR, deployment(4), before, OptionalInt.of(4), Optional.empty(), NOON);

        assertThat(scaling.decision().replicas()).isEqualTo(4);
    }

    /** Killed likewise; the successor does not know when the replicas came. */
    @Test
    void aChangeThatNoStatusTellsOfCountsAsOneOfNow() {
        AutoscalingStatus before = decided(Mode.Auto, 1);

        Scaling scaling = Scaling.decide(
                spec(Mode.Auto, 1),
                FLOOR,
                deployment(5),
                before,
                OptionalInt.of(5),
                Optional.of(seen(9000, 5, 5)),
                NOON);

        assertThat(scaling.decision().reason()).isEqualTo(Reason.WaitingToScaleUp);
        assertThat(scaling.status(true).recentChanges()).containsExactly(new ScaleChange(NOON.toString(), 1));
    }

    @Test
    void afterARestartToWhatSomebodyWroteIntoTheDeploymentIsChangedBack() {
        AutoscalingStatus before = decided(Mode.Auto, 5);

        Scaling scaling = Scaling.decide(
                spec(Mode.Auto, 1), FLOOR, deployment(1), before, OptionalInt.of(5), Optional.empty(), NOON);

        assertThat(scaling.decision().replicas()).isEqualTo(5);
    }

    @Test
    void aNumberThatCannotFollowTheRateIsTold() {
        AutoscalingStatus before = decided(Mode.Auto, 10);

        Scaling scaling = scaling(spec(Mode.Auto, 1), deployment(10), before, 9000);

        assertThat(scaling.news(before)).hasValueSatisfying(news -> {
            assertThat(news.kind()).isEqualTo(News.Kind.Warning);
            assertThat(news.reason()).isEqualTo("AtMaximum");
            assertThat(news.message()).contains("max is 10: raise autoscaling.max");
        });
    }

    @Test
    void thatTooFewPodsAnswerIsTold() {
        AutoscalingStatus before = decided(Mode.Auto, 3);
        Rollout ready = deployment(3);

        Scaling scaling = Scaling.decide(
                spec(Mode.Auto, 1), FLOOR, ready, before, OptionalInt.empty(), Optional.of(seen(2000, 3, 1)), NOON);

        assertThat(scaling.news(before)).hasValueSatisfying(news -> {
            assertThat(news.reason()).isEqualTo("QuorumMissed");
            assertThat(news.message()).startsWith("1 of 3 ready pods answer");
        });
    }

    @Test
    void theSameTroubleAtAnotherRateIsNoNewsAndComesBackUnderTheSameName() {
        AutoscalingStatus before = decided(Mode.Auto, 10);
        Scaling first = scaling(spec(Mode.Auto, 1), deployment(10), before, 9000);
        AutoscalingStatus status = first.status(true);

        assertThat(scaling(spec(Mode.Auto, 1), deployment(10), status, 9500).news(status))
                .isEmpty();
        assertThat(scaling(spec(Mode.Auto, 1), deployment(10), before, 9500)
                        .news(before)
                        .map(News::key))
                .isEqualTo(first.news(before).map(News::key));
    }

    @Test
    void aDecisionThatHoldsIsToldOnceForAnotherReason() {
        AutoscalingStatus before = decided(Mode.Auto, 3);

        Scaling scaling = Scaling.decide(
                spec(Mode.Auto, 1), FLOOR, deployment(3), before, OptionalInt.empty(), Optional.empty(), NOON);

        assertThat(scaling.news(before)).hasValueSatisfying(news -> {
            assertThat(news.kind()).isEqualTo(News.Kind.Normal);
            assertThat(news.reason()).isEqualTo("MetricsUnavailable");
            assertThat(news.message()).isEqualTo(scaling.decision().message());
        });
        assertThat(scaling.news(scaling.status(true))).isEmpty();
    }

    /** Refused, or lost on its way: the next decision must start from what is there. */
    @Test
    void aNumberThatTheDeploymentWasNotGivenIsInNoStatus() {
        AutoscalingStatus before = decided(Mode.Auto, 3);
        Scaling scaling = scaling(spec(Mode.Auto, 1), deployment(3), before, 9000);
        assertThat(scaling.decision().scales()).isTrue();

        AutoscalingStatus status = scaling.status(false);

        assertThat(status.desiredReplicas()).isEqualTo(3);
        assertThat(status.recentChanges()).isEmpty();
        assertThat(status.lastScaleUpTime()).isNull();
        assertThat(status.message()).isEqualTo(scaling.decision().message());
    }

    private static Scaling scaling(
            MastioInstanceSpec spec, Rollout rollout, @Nullable AutoscalingStatus before, double rate) {
        Observation seen = seen(rate, rollout.ready(), rollout.ready());
        return Scaling.decide(spec, FLOOR, rollout, before, OptionalInt.empty(), Optional.of(seen), NOON);
    }

    private static Observation seen(double rate, int ready, int answering) {
        Instant since = NOON.minusSeconds(3600);
        return new Observation(NOON, rate, rate, 0, Shortfall.NONE, since, since, ready, answering);
    }

    private static Rollout deployment(int replicas) {
        return new Rollout(replicas, replicas, replicas, replicas, replicas, true, Optional.empty());
    }

    private static AutoscalingStatus decided(Mode mode, int replicas) {
        return new AutoscalingStatus(
                mode,
                replicas,
                replicas,
                null,
                null,
                null,
                null,
                null,
                null,
                "WithinTarget",
                "",
                null,
                null,
                List.of(),
                null);
    }

    private static MastioInstanceSpec spec(Mode mode, int replicas) {
        return new MastioInstanceSpec(
                "standard-8",
                null,
                null,
                replicas,
                WorkloadMix.CHEAPEST,
                Storage.postgres("db"),
                Tls.SELF_MANAGED,
                Pki.OWN,
                new Autoscaling(mode, 1, 10, 80, 60, 10, 300, 15, 60),
                null,
                null,
                List.of(),
                PodOverrides.NONE,
                NetworkPolicyMode.Managed,
                null);
    }
}
