package dev.mastio.operator.autoscale;

import static dev.mastio.operator.autoscale.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.api.MastioInstanceStatus.ScaleChange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleHistoryTest {

    @Test
    void aRiseIsRememberedWithThoseOfThePeriodBeforeIt() {
        AutoscalingStatus status =
                report(Given.replicas(3).stepUp(20, 1).stepUp(3, 2).rate(3500));

        assertThat(status.lastScaleUpTime()).isEqualTo(NOW.toString());
        assertThat(status.recentChanges())
                .containsExactly(
                        new ScaleChange(NOW.minusSeconds(3).toString(), 2), new ScaleChange(NOW.toString(), 3));
    }

    @Test
    void aStepDownLeavesTheTimeOfTheLastRiseAlone() {
        AutoscalingStatus status = report(Given.replicas(5).stepUp(600, 1).rate(0));

        assertThat(status.lastScaleUpTime()).isEqualTo(NOW.minusSeconds(600).toString());
        assertThat(status.lastScaleDownTime()).isEqualTo(NOW.toString());
        assertThat(status.recentChanges()).containsExactly(new ScaleChange(NOW.toString(), 5));
    }

    @Test
    void remembersNoMoreThanTwentyAndLimitsByTheOldest() {
        Duration period = Duration.ofMinutes(10);
        ScaleHistory history = ScaleHistory.NONE;
        for (int from = 30; from < 60; from++) history = history.changed(from, from + 1, period, NOW.plusSeconds(from));

        assertThat(history.recent()).hasSize(ScaleHistory.MOST);
        assertThat(history.stepLimit(60, period, NOW.plusSeconds(60))).isEqualTo(60);
        assertThat(history.begin(60, period, NOW.plusSeconds(49).plus(period))).isEqualTo(49);
    }

    @Test
    void noChangeLeavesNoTrace() {
        AutoscalingStatus status = report(Given.replicas(2).rate(900));

        assertThat(status.lastScaleUpTime()).isNull();
        assertThat(status.lastScaleDownTime()).isNull();
        assertThat(status.recentChanges()).isEmpty();
    }

    @Test
    void comesBackFromStatusAsItWas() {
        ScaleHistory history =
                Given.replicas(5).stepDown(90, 3).stepUp(7, 2).state().history();

        ScaleHistory read = ScaleHistory.of(
                report(Given.replicas(5).stepDown(90, 3).stepUp(7, 2).rate(3500)));

        assertThat(read).isEqualTo(history);
    }

    @Test
    void knowsNothingWithoutAStatus() {
        assertThat(ScaleHistory.of(null)).isEqualTo(ScaleHistory.NONE);
    }

    @Test
    void knowsNothingOfATimeThatIsNone() {
        List<ScaleChange> changes = List.of(new ScaleChange("soon", 1));
        AutoscalingStatus edited = new AutoscalingStatus(
                Mode.Auto, 1, 1, null, null, null, null, null, null, "", "", "soon", null, changes, null);

        assertThat(ScaleHistory.of(edited)).isEqualTo(ScaleHistory.NONE);
    }

    @Test
    void aTimeOfAClockThatIsAheadHoldsNothingBack() {
        assertThat(Given.replicas(5).stepUp(-3600, 1).rate(7500).decision().replicas())
                .isEqualTo(10);
        assertThat(Given.replicas(5).stepDown(-3600, 6).rate(0).decision().replicas())
                .isEqualTo(4);
    }

    private static AutoscalingStatus report(Given given) {
        return ScalingReport.of(given.spec(), given.state(), given.decision(), NOW);
    }
}
