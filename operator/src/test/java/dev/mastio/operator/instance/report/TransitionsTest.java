package dev.mastio.operator.instance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void theSameReasonWithOtherFiguresIsNoNews() {
        assertThat(Transitions.between(
                        said(Reason.DeploymentUnavailable, "0 of 2"), said(Reason.DeploymentUnavailable, "1 of 2")))
                .isEmpty();
    }

    @Test
    void badNewsIsAWarningAndGoodNewsIsNot() {
        assertThat(Transitions.between(said(Reason.Available, "2 of 2"), said(Reason.DeploymentUnavailable, "0 of 2")))
                .extracting(News::kind)
                .containsExactly(News.Kind.Warning);
        assertThat(Transitions.between(said(Reason.DeploymentUnavailable, "0 of 2"), said(Reason.Available, "2 of 2")))
                .extracting(News::kind)
                .containsExactly(News.Kind.Normal);
    }

    @Test
    void aRolloutThatBeginsIsNoNews() {
        assertThat(Transitions.between(List.of(), said(Reason.RollingOut, "0 of 2")))
                .isEmpty();
    }

    @Test
    void aFloorThatIsMetIsNewsOfTheGoodKind() {
        Claim met = new Claim(ConditionType.FloorMet, Claim.Truth.True, "PerReplicaRateAboveFloor", "1000 of 1000");

        assertThat(Transitions.between(List.of(), Conditions.merge(List.of(), List.of(met), 1, NOON)))
                .extracting(News::kind)
                .containsExactly(News.Kind.Normal);
    }

    @Test
    void theSameTroubleAgainHasTheSameKeySoThatItIsCounted() {
        List<News> first = Transitions.between(List.of(), said(Reason.DeploymentUnavailable, "0 of 2"));
        List<News> second = Transitions.between(List.of(), said(Reason.DeploymentUnavailable, "1 of 3"));

        assertThat(second.getFirst().key()).isEqualTo(first.getFirst().key());
    }

    private static List<Condition> said(Reason reason, String message) {
        return Conditions.merge(List.of(), List.of(reason.because(message)), 1, NOON);
    }
}
