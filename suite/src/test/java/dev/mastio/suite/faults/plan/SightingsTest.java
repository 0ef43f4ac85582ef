package dev.mastio.suite.faults.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SightingsTest {

    private final Sightings sightings = new Sightings();

    @Test
    void aReplicaThatNobodyAskedToTakeAwayIsToldEvenIfItComesBack() {
        sightings.expect("one", 3, 3);

        sightings.replicas("one", 3);
        sightings.replicas("one", 2);
        sightings.replicas("one", 3);

        assertThat(sightings.complaints()).containsExactly("one had 2 replicas after 3, on the way to 3");
        assertThat(sightings.complaints()).as("told once").isEmpty();
    }

    @Test
    void aScaleUpMayNotFallBackToWhereItBegan() {
        sightings.expect("one", 2, 4);

        see("one", 2, 4, 2, 4);

        assertThat(sightings.complaints()).containsExactly("one had 2 replicas after 4, on the way to 4");
    }

    @Test
    void aScaleUpMayTakeSeveralSteps() {
        sightings.expect("one", 1, 5);

        see("one", 1, 2, 2, 4, 5);

        assertThat(sightings.complaints()).isEmpty();
    }

    @Test
    void aScaleDownMayTakeSeveralStepsButNeitherRiseNorGoTooFar() {
        sightings.expect("one", 4, 2);
        see("one", 4, 3, 2);
        assertThat(sightings.complaints()).isEmpty();

        sightings.expect("one", 4, 2);
        see("one", 3, 4);
        assertThat(sightings.complaints()).containsExactly("one had 4 replicas after 3, on the way to 2");

        sightings.expect("one", 4, 2);
        see("one", 1);
        assertThat(sightings.complaints()).containsExactly("one had 1 replicas after 4, on the way to 2");
    }

    @Test
    void aJumpOfTheGenerationTellsHowManyVersionsNobodySaw() {
        sightings.version("one", "a", 1);
        sightings.version("one", "a", 2);
        sightings.version("one", "a", 2);
        assertThat(sightings.unseen()).isZero();

        sightings.version("one", "a", 5);
        sightings.lastVersionUnseen();
        assertThat(sightings.unseen()).isEqualTo(3);
        assertThat(sightings.unseen()).as("told once").isZero();

        sightings.version("one", "b", 2);
        assertThat(sightings.unseen()).as("of another of that name").isEqualTo(1);
    }

    @Test
    void aDeploymentThatGoesUnderItsInstanceIsTold() {
        sightings.expect("one", 1, 1);

        sightings.replicas("one", 0);

        assertThat(sightings.complaints()).hasSize(1);
    }

    @Test
    void whoWasAskedToGoMayGo() {
        sightings.expect("one", 3, 3);
        sightings.replicas("one", 3);

        sightings.release("one");
        sightings.replicas("one", 0);

        assertThat(sightings.complaints()).isEmpty();
    }

    @Test
    void aSecondJobOfATokenIsToldAndTheSameOneSeenAgainIsNot() {
        sightings.soak("t1", "a");
        sightings.soak("t1", "a");
        sightings.soak("t2", "b");
        assertThat(sightings.complaints()).isEmpty();

        sightings.soak("t1", "c");

        assertThat(sightings.complaints()).containsExactly("token t1 had 2 soaks");
    }

    @Test
    void waitsForANumberAndNoLongerThanItWasTold() throws InterruptedException {
        sightings.replicas("one", 2);

        assertThat(sightings.awaitReplicas("one", 2, 0)).isTrue();
        assertThat(sightings.awaitReplicas("one", 3, 1)).isFalse();
    }

    private void see(String instance, int... numbers) {
        for (int number : numbers) sightings.replicas(instance, number);
    }
}
