package dev.mastio.suite.faults.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SightingsTest {

    private final Sightings sightings = new Sightings();

    @Test
    void aReplicaThatNobodyAskedToTakeAwayIsToldEvenIfItComesBack() {
        sightings.expect("one", 3);

        sightings.replicas("one", 3);
        sightings.replicas("one", 2);
        sightings.replicas("one", 3);

        assertThat(sightings.complaints())
                .containsExactly("one had 2 replicas, where nobody had asked for less than 3");
        assertThat(sightings.complaints()).as("told once").isEmpty();
    }

    @Test
    void aDeploymentThatGoesUnderItsInstanceIsTold() {
        sightings.expect("one", 1);

        sightings.replicas("one", 0);

        assertThat(sightings.complaints()).hasSize(1);
    }

    @Test
    void whoWasAskedToGoMayGo() {
        sightings.expect("one", 3);
        sightings.replicas("one", 3);

        sightings.expect("one", 0);
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
}
