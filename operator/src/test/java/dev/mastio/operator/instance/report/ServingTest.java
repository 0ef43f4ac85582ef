package dev.mastio.operator.instance.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServingTest {

    private static final Optional<String> QUIET = Optional.empty();

    @Test
    void withoutADeploymentNothingIsServed() {
        assertThat(reasons(Rollout.NONE, 1)).isEqualTo("NotYetReconciled NothingToRoll");
    }

    @Test
    void everyPodUpToDateAndAvailableIsReady() {
        assertThat(reasons(rollout(2, 2, 2, 2), 2)).isEqualTo("Available RolloutComplete");
    }

    @Test
    void betweenTheLeastAndTheWantedNumberItIsReadyAndStillGrowing() {
        assertThat(reasons(rollout(4, 2, 2, 2), 2)).isEqualTo("Available RollingOut");
    }

    @Test
    void belowTheLeastNumberItIsNotReady() {
        assertThat(reasons(rollout(2, 2, 2, 1), 2)).isEqualTo("DeploymentUnavailable RollingOut");
    }

    @Test
    void oneReplicaOfNoneDemandedMustBeThereAllTheSame() {
        assertThat(reasons(rollout(1, 1, 1, 0), 0)).isEqualTo("DeploymentUnavailable RollingOut");
    }

    @Test
    void oldPodsThatStillServeAreNotWhatIsDeclared() {
        assertThat(reasons(rollout(2, 3, 1, 2), 2)).isEqualTo("RolloutUnfinished RollingOut");
    }

    @Test
    void aStalledRolloutSaysWhatThePodsSay() {
        Rollout stalled = new Rollout(2, 3, 1, 2, 2, true, Optional.of("deadline passed"));

        Claim progressing = Serving.claims(stalled, 2, Optional.of("a pod says ImagePullBackOff"), QUIET)
                .getLast();

        assertThat(progressing.reason()).isEqualTo("RolloutStalled");
        assertThat(progressing.message()).isEqualTo("deadline passed; a pod says ImagePullBackOff");
    }

    @Test
    void troubleOfThePastIsForgottenOnceAllIsWell() {
        Rollout healed = new Rollout(2, 2, 2, 2, 2, true, Optional.of("deadline passed"));

        assertThat(Serving.claims(healed, 2, QUIET, QUIET).getLast().reason()).isEqualTo("RolloutComplete");
    }

    @Test
    void anotherNumberThatNobodyHasLookedAtYetLeavesReadyAsItWas() {
        Rollout scaled = new Rollout(4, 2, 2, 2, 2, false, Optional.empty());

        List<Claim> claims = Serving.claims(scaled, 1, QUIET, Optional.of("2 of 2 replicas available"));

        assertThat(claims).extracting(Claim::reason).containsExactly("Available", "RollingOut");
        assertThat(claims.getFirst().message()).isEqualTo("2 of 2 replicas available");
    }

    @Test
    void anotherTemplateThatNobodyHasLookedAtYetIsNotReady() {
        Rollout changed = new Rollout(2, 2, 2, 2, 2, false, Optional.empty());

        assertThat(reasons(changed, 1)).isEqualTo("RolloutUnfinished RollingOut");
    }

    @Test
    void whatReadySaidBeforeDoesNotHideThatReplicasAreMissing() {
        Rollout seen = rollout(2, 2, 2, 0);

        assertThat(Serving.claims(seen, 1, QUIET, Optional.of("2 of 2 replicas available"))
                        .getFirst()
                        .reason())
                .isEqualTo("DeploymentUnavailable");
    }

    private static String reasons(Rollout rollout, int least) {
        return Serving.claims(rollout, least, QUIET, QUIET).stream()
                .map(Claim::reason)
                .reduce((ready, progressing) -> ready + " " + progressing)
                .orElseThrow();
    }

    private static Rollout rollout(int wanted, int pods, int updated, int available) {
        return new Rollout(wanted, pods, updated, available, available, true, Optional.empty());
    }
}
