package dev.mastio.operator.autoscale;

import static dev.mastio.operator.autoscale.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingReportTest {

    @Test
    void tellsTheDecisionWithItsInputs() {
        AutoscalingStatus status =
                report(Given.replicas(2).rate(1234, 1456).soak(321).specReplicas(3));

        assertThat(status)
                .isEqualTo(new AutoscalingStatus(
                        Mode.Auto,
                        2,
                        2,
                        1200,
                        1500,
                        320,
                        2,
                        1600,
                        600,
                        "WithinTarget",
                        "1200 requests/s over 10 s are within the target of 2 replicas: up above 1600, down under 600",
                        null,
                        null,
                        List.of(),
                        3));
    }

    @Test
    void saysNothingOfARateThatNobodySaw() {
        assertThat(report(Given.replicas(2).nothingSeen()).requestsPerSecond()).isNull();
    }

    @Test
    void saysNothingOfARateWhereReadyPodsHaveNeverAnswered() {
        AutoscalingStatus status =
                report(Given.replicas(2).rate(0).lookingFor(0).answering(0));

        assertThat(status.reason()).isEqualTo("QuorumMissed");
        assertThat(status.requestsPerSecond()).isNull();
        assertThat(status.answeringPods()).isZero();
    }

    @Test
    void isTheSameForRatesThatLookTheSame() {
        assertThat(report(Given.replicas(2).rate(1249)))
                .isEqualTo(report(Given.replicas(2).rate(1151)));
    }

    @Test
    void recommendsInAdvisory() {
        AutoscalingStatus status =
                report(Given.replicas(2).mode(Mode.Advisory).specReplicas(2).rate(3500));

        assertThat(status.desiredReplicas()).isEqualTo(5);
        assertThat(status.ignoredSpecReplicas()).isNull();
        assertThat(status.lastScaleUpTime()).isNull();
    }

    private static AutoscalingStatus report(Given given) {
        return ScalingReport.of(given.spec(), given.state(), given.decision(), NOW);
    }
}
