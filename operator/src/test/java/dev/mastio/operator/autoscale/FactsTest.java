package dev.mastio.operator.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.operator.autoscale.Fact.Truth;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FactsTest {

    @Test
    void scalingIsActiveWhileThereIsARate() {
        assertFact(Given.replicas(2).rate(900), Fact.Type.ScalingActive, Truth.True, FactReason.ValidMetricFound);
        assertFact(
                Given.replicas(2).nothingSeen(), Fact.Type.ScalingActive, Truth.False, FactReason.MetricsUnavailable);
        assertFact(Given.replicas(6).answering(2), Fact.Type.ScalingActive, Truth.False, FactReason.MetricsUnavailable);
        assertFact(
                Given.replicas(2).lookingFor(3), Fact.Type.ScalingActive, Truth.False, FactReason.MetricsUnavailable);
        assertFact(Given.replicas(2).lastSeen(60), Fact.Type.ScalingActive, Truth.False, FactReason.MetricsStale);
    }

    @Test
    void scalingIsNotActiveInOtherModes() {
        assertFact(
                Given.replicas(2).rate(900).mode(Mode.Advisory),
                Fact.Type.ScalingActive,
                Truth.False,
                FactReason.AdvisoryOnly);
        assertFact(
                Given.replicas(2).rate(900).mode(Mode.Off),
                Fact.Type.ScalingActive,
                Truth.False,
                FactReason.ScalingDisabled);
    }

    @Test
    void saysHowManyPodsAnswer() {
        assertThat(Given.replicas(6).answering(2).fact(Fact.Type.ScalingActive).message())
                .isEqualTo("2 of 6 ready pods answer");
    }

    @Test
    void ableToScaleSaysWhatHoldsAChangeBack() {
        assertFact(Given.replicas(2).rate(900), Fact.Type.AbleToScale, Truth.True, FactReason.ReadyForNewScale);
        assertFact(
                Given.replicas(2).rate(900).rollingOut(),
                Fact.Type.AbleToScale,
                Truth.False,
                FactReason.RolloutInProgress);
        assertFact(Given.replicas(2).rate(900).ready(1), Fact.Type.AbleToScale, Truth.False, FactReason.PodsNotReady);
        assertFact(
                Given.replicas(2).rate(0).stepDown(5, 3),
                Fact.Type.AbleToScale,
                Truth.False,
                FactReason.BackoffAfterChange);
        assertFact(Given.replicas(2).rate(0, 900), Fact.Type.AbleToScale, Truth.True, FactReason.ScaleDownStabilized);
    }

    @Test
    void aChangedSpecReplicasIsReportedInAuto() {
        Given given = Given.replicas(2).rate(900).recorded(1).specReplicas(5);

        assertFact(given, Fact.Type.AbleToScale, Truth.True, FactReason.IgnoredInAuto);
        assertThat(given.fact(Fact.Type.AbleToScale).message())
                .isEqualTo("spec.replicas 5 has no effect in mode Auto: set autoscaling.min and max, or mode Off");
        assertFact(
                Given.replicas(2).rate(900).recorded(5).specReplicas(5),
                Fact.Type.AbleToScale,
                Truth.True,
                FactReason.ReadyForNewScale);
    }

    @ParameterizedTest
    @MethodSource("otherNews")
    void aChangedSpecReplicasIsReportedWhateverElseThereIsToSay(Given given, String otherNews) {
        Fact fact = given.recorded(1).specReplicas(5).fact(Fact.Type.AbleToScale);

        assertThat(fact.status()).isEqualTo(Truth.False);
        assertThat(fact.reason()).isEqualTo(FactReason.IgnoredInAuto);
        assertThat(fact.message()).contains("spec.replicas 5 has no effect in mode Auto", otherNews);
    }

    static Stream<Arguments> otherNews() {
        return Stream.of(
                arguments(Given.replicas(2).rate(900).rollingOut(), "down waits until pods are replaced"),
                arguments(Given.replicas(2).rate(900).ready(1), "down waits until every replica is ready"),
                arguments(Given.replicas(2).rate(0).stepDown(5, 3), "the last change was a moment ago"));
    }

    @Test
    void aStoreThatAllowsOneReplicaIsNamedInsteadOfAMaximumThatCannotBeRaised() {
        Given given = Given.replicas(1).onSqlite().rate(900);

        assertThat(given.decision().message())
                .contains("storage.type sqlite allows one replica: use storage.type postgres")
                .doesNotContain("raise autoscaling.max");
        assertThat(given.fact(Fact.Type.ScalingLimited).message()).contains("use storage.type postgres");
    }

    @Test
    void scalingIsLimitedByWhatKeptItFromFollowingTheRate() {
        assertFact(
                Given.replicas(3).bounds(1, 3).rate(9000),
                Fact.Type.ScalingLimited,
                Truth.True,
                FactReason.TooManyReplicas);
        assertFact(
                Given.replicas(3).bounds(3, 9).rate(0),
                Fact.Type.ScalingLimited,
                Truth.True,
                FactReason.TooFewReplicas);
        assertFact(Given.replicas(1).rate(7500), Fact.Type.ScalingLimited, Truth.True, FactReason.ScaleUpLimit);
        assertFact(Given.replicas(5).rate(0), Fact.Type.ScalingLimited, Truth.True, FactReason.ScaleDownLimit);
        assertFact(Given.replicas(2).rate(900), Fact.Type.ScalingLimited, Truth.False, FactReason.DesiredWithinRange);
    }

    @Test
    void theFloorIsJudgedOnlyUnderLoad() {
        assertFact(Given.replicas(2).rate(100), Fact.Type.FloorMet, Truth.Unknown, FactReason.InsufficientLoad);
        assertFact(Given.replicas(2).nothingSeen(), Fact.Type.FloorMet, Truth.Unknown, FactReason.InsufficientLoad);
        assertFact(Given.replicas(2).rate(2000), Fact.Type.FloorMet, Truth.True, FactReason.PerReplicaRateAboveFloor);
        assertFact(
                Given.replicas(2).rate(1000).soak(1000),
                Fact.Type.FloorMet,
                Truth.True,
                FactReason.PerReplicaRateAboveFloor);
    }

    @Test
    void aRateJustUnderTheFloorDoesNotShowThatTheFloorIsMet() {
        Given given = Given.replicas(2).rate(1998);

        assertFact(given, Fact.Type.FloorMet, Truth.Unknown, FactReason.InsufficientLoad);
    }

    @Test
    void lastingSheddingUnderTheFloorIsFlaggedAndBlocksNothing() {
        Given given = Given.replicas(1).rate(900).shedding(0.02);

        assertFact(given, Fact.Type.FloorMet, Truth.False, FactReason.FloorNotMet);
        assertThat(given.decision().replicas()).isEqualTo(2);
        assertThat(given.fact(Fact.Type.FloorMet).message())
                .isEqualTo("replicas shed requests at 900 requests/s each, under their floor of 1000:"
                        + " measure this class with bench floor");
    }

    @Test
    void lateAnswersAndServerErrorsUnderTheFloorAreFlagged() {
        Given late = Given.replicas(1).rate(500).late(0.06);
        Given failing = Given.replicas(1).rate(500).failing(0.01);

        assertFact(late, Fact.Type.FloorMet, Truth.False, FactReason.FloorNotMet);
        assertThat(late.fact(Fact.Type.FloorMet).message())
                .isEqualTo("replicas take more than 250 ms for more than 5 % of their answers at 500 requests/s each,"
                        + " under their floor of 1000: measure this class with bench floor");
        assertFact(failing, Fact.Type.FloorMet, Truth.False, FactReason.FloorNotMet);
        assertThat(failing.fact(Fact.Type.FloorMet).message())
                .startsWith("replicas answer with server errors at 500 requests/s each, under their floor of 1000");
    }

    @Test
    void aPercentileAndErrorsWithinTheObjectiveAreNotFlagged() {
        assertFact(
                Given.replicas(1).rate(500).late(0.05), Fact.Type.FloorMet, Truth.Unknown, FactReason.InsufficientLoad);
        assertFact(
                Given.replicas(1).rate(1000).failing(0.009),
                Fact.Type.FloorMet,
                Truth.True,
                FactReason.PerReplicaRateAboveFloor);
    }

    private static void assertFact(Given given, Fact.Type type, Truth status, FactReason reason) {
        Fact fact = given.fact(type);

        assertThat(fact.status()).isEqualTo(status);
        assertThat(fact.reason()).isEqualTo(reason);
    }
}
