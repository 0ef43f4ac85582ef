package dev.mastio.operator.autoscale;

import static dev.mastio.operator.autoscale.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import org.junit.jupiter.api.Test;

class ScaleHistoryTest {

    @Test
    void aStepKeepsItsBeginningWhileItGrows() {
        Given given = Given.replicas(2).stepUp(3, 1).rate(3500);

        AutoscalingStatus status = report(given);

        assertThat(status.lastScaleUpTime()).isEqualTo(NOW.minusSeconds(3).toString());
        assertThat(status.lastScaleUpFrom()).isEqualTo(1);
    }

    @Test
    void anotherStepBeginsNow() {
        Given given = Given.replicas(5).stepUp(15, 1).rate(7500);

        assertThat(report(given).lastScaleUpTime()).isEqualTo(NOW.toString());
        assertThat(report(given).lastScaleUpFrom()).isEqualTo(5);
    }

    @Test
    void aStepDownLeavesTheLastStepUpAlone() {
        AutoscalingStatus status = report(Given.replicas(5).stepUp(600, 1).rate(0));

        assertThat(status.lastScaleDownTime()).isEqualTo(NOW.toString());
        assertThat(status.lastScaleUpFrom()).isEqualTo(1);
    }

    @Test
    void noChangeLeavesNoTrace() {
        AutoscalingStatus status = report(Given.replicas(2).rate(900));

        assertThat(status.lastScaleUpTime()).isNull();
        assertThat(status.lastScaleUpFrom()).isNull();
        assertThat(status.lastScaleDownTime()).isNull();
    }

    @Test
    void comesBackFromStatusAsItWas() {
        ScaleHistory history =
                Given.replicas(5).stepUp(7, 2).stepDown(90).state().history();

        ScaleHistory read = ScaleHistory.of(
                report(Given.replicas(5).stepUp(7, 2).stepDown(90).rate(3500)));

        assertThat(read).isEqualTo(history);
    }

    @Test
    void knowsNothingWithoutAStatus() {
        assertThat(ScaleHistory.of(null)).isEqualTo(ScaleHistory.NONE);
    }

    @Test
    void knowsNothingOfATimeThatIsNone() {
        AutoscalingStatus edited = new AutoscalingStatus(
                Mode.Auto, 1, 1, null, null, null, null, null, null, "", "", "soon", 1, null, null);

        assertThat(ScaleHistory.of(edited).upSince()).isNull();
    }

    @Test
    void aTimeOfAClockThatIsAheadHoldsNothingBack() {
        assertThat(Given.replicas(5).stepUp(-3600, 1).rate(7500).decision().replicas())
                .isEqualTo(10);
        assertThat(Given.replicas(5).stepDown(-3600).rate(0).decision().replicas())
                .isEqualTo(4);
    }

    private static AutoscalingStatus report(Given given) {
        return ScalingReport.of(given.spec(), given.state(), given.decision(), NOW);
    }
}
