package dev.mastio.operator.instance.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.operator.instance.apply.Annotations;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LONG_AGO = Duration.ofMinutes(6);
    private static final Map<String, String> FIRST = Map.of(Annotations.CLASS_EDITION, "1-a");
    private static final Map<String, String> FIRST_TAKEN_ILL =
            Map.of(Annotations.CLASS_EDITION, "1-a", Annotations.UNAVAILABLE_BEFORE, "1-a");

    @Test
    void oneThatHasBeenUnavailableForLongIsIllBeforeTheNextEdition() {
        Deployment ill = deployment(FIRST, 0, "True", "NewReplicaSetAvailable", LONG_AGO);

        assertThat(Standing.unavailableBefore(ill, "2-b", NOW)).isTrue();
    }

    @Test
    void oneThatRestartsNowIsNot() {
        Deployment restarts = deployment(FIRST, 0, "True", "NewReplicaSetAvailable", Duration.ofMinutes(1));

        assertThat(Standing.unavailableBefore(restarts, "2-b", NOW)).isFalse();
        assertThat(Standing.unavailableBefore(null, "2-b", NOW)).isFalse();
    }

    @Test
    void oneThatItsEditionBrokeKeepsItsPlaceHoweverLong() {
        Deployment broken = deployment(FIRST, 0, "False", "ProgressDeadlineExceeded", LONG_AGO);

        assertThat(Standing.of(broken, NOW)).isEqualTo(new ClassWave.Member("1-a", false, false));
    }

    @Test
    void oneThatWasIllBeforeIsWaitedForUntilItsRolloutStalls() {
        Deployment tries = deployment(FIRST_TAKEN_ILL, 0, "True", "ReplicaSetUpdated", LONG_AGO);
        Deployment stalled = deployment(FIRST_TAKEN_ILL, 0, "False", "ProgressDeadlineExceeded", LONG_AGO);

        assertThat(Standing.of(tries, NOW)).isEqualTo(new ClassWave.Member("1-a", false, true));
        assertThat(Standing.of(stalled, NOW)).isEqualTo(new ClassWave.Member("1-a", true, true));
    }

    @Test
    void oneThatFallsIllAfterItHasArrivedHoldsUpNobody() {
        Deployment later = deployment(FIRST, 0, "True", "NewReplicaSetAvailable", LONG_AGO);

        assertThat(Standing.of(later, NOW).settled()).isTrue();
    }

    @Test
    void oneThatIsWellHasArrived() {
        assertThat(Standing.of(deployment(FIRST, 1, "True", "ReplicaSetUpdated", LONG_AGO), NOW))
                .isEqualTo(new ClassWave.Member("1-a", true, false));
    }

    /** One replica that follows the present template, available or not. */
    private static Deployment deployment(
            Map<String, String> annotations, int available, String progress, String why, Duration since) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withGeneration(2L)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(2L)
                .withReplicas(1)
                .withUpdatedReplicas(1)
                .withAvailableReplicas(available)
                .addNewCondition()
                .withType("Available")
                .withStatus(available == 1 ? "True" : "False")
                .withLastTransitionTime(NOW.minus(since).toString())
                .endCondition()
                .addNewCondition()
                .withType("Progressing")
                .withStatus(progress)
                .withReason(why)
                .endCondition()
                .endStatus()
                .build();
    }
}
