package dev.mastio.operator.instance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.junit.jupiter.api.Test;

class RolloutTest {

    @Test
    void aDeploymentWithoutStatusIsNotComplete() {
        Deployment fresh = new DeploymentBuilder()
                .withNewMetadata()
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .endSpec()
                .build();

        assertThat(Rollout.of(fresh).complete()).isFalse();
        assertThat(Rollout.of(fresh).replacing()).isTrue();
    }

    @Test
    void aStatusAboutAnOlderGenerationSaysNothing() {
        assertThat(Rollout.of(deployment(2, 1, 2, 2, 2)).complete()).isFalse();
    }

    @Test
    void oldPodsBesideEnoughNewOnesAreNotTheEnd() {
        assertThat(Rollout.of(deployment(1, 1, 3, 2, 3)).complete()).isFalse();
        assertThat(Rollout.of(deployment(1, 1, 3, 2, 3)).replacing()).isTrue();
    }

    @Test
    void addingReplicasIsNotReplacing() {
        Rollout adding = Rollout.of(deployment(1, 1, 1, 1, 1));

        assertThat(adding.replacing()).isFalse();
        assertThat(adding.complete()).isFalse();
    }

    @Test
    void allUpToDateAndAvailableIsComplete() {
        assertThat(Rollout.of(deployment(1, 1, 2, 2, 2)).complete()).isTrue();
    }

    @Test
    void aDeadlineThatHasPassedIsTrouble() {
        Deployment stalled = new DeploymentBuilder(deployment(1, 1, 2, 1, 1))
                .editStatus()
                .addNewCondition()
                .withType("Progressing")
                .withStatus("False")
                .withMessage("ReplicaSet has timed out progressing.")
                .endCondition()
                .endStatus()
                .build();

        assertThat(Rollout.of(stalled).trouble()).contains("ReplicaSet has timed out progressing.");
    }

    private static Deployment deployment(long generation, long observed, int pods, int updated, int available) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withGeneration(generation)
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(observed)
                .withReplicas(pods)
                .withUpdatedReplicas(updated)
                .withReadyReplicas(available)
                .withAvailableReplicas(available)
                .endStatus()
                .build();
    }
}
