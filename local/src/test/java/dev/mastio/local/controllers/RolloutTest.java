package dev.mastio.local.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.local.controllers.Rollout.Scale;
import dev.mastio.local.controllers.Rollout.Sized;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {

    @Test
    void growsTheNewSetByTheSurgeBeforeTheOldOneShrinks() {
        var rollout = new Rollout(3, 1, 0);

        assertThat(rollout.next(new Sized("new", 0, 0), List.of(new Sized("old", 3, 3))))
                .containsExactly(new Scale("new", 1));
    }

    @Test
    void waitsForTheNewPodToServe() {
        var rollout = new Rollout(3, 1, 0);

        assertThat(rollout.next(new Sized("new", 1, 0), List.of(new Sized("old", 3, 3))))
                .isEmpty();
    }

    @Test
    void shrinksTheOldSetWhenTheNewPodServes() {
        var rollout = new Rollout(3, 1, 0);

        assertThat(rollout.next(new Sized("new", 1, 1), List.of(new Sized("old", 3, 3))))
                .containsExactly(new Scale("old", 2));
    }

    @Test
    void takesPodsThatDoNotServeAwayFirst() {
        var rollout = new Rollout(3, 1, 0);

        assertThat(rollout.next(new Sized("new", 2, 2), List.of(new Sized("good", 1, 1), new Sized("broken", 1, 0))))
                .containsExactly(new Scale("broken", 0));
    }

    @Test
    void givesUpOneReplicaWhenNeitherSurgeNorGapIsAllowed() {
        var rollout = Rollout.of(deployment(4, new IntOrString(0), new IntOrString(0)));

        assertThat(rollout.maxUnavailable()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "4, 1, 1", "10, 3, 2", "3, 1, 0"})
    void roundsAQuarterUpForTheSurgeAndDownForTheGap(int replicas, int surge, int unavailable) {
        var rollout = Rollout.of(deployment(replicas, new IntOrString("25%"), new IntOrString("25%")));

        assertThat(rollout).isEqualTo(new Rollout(replicas, surge, unavailable));
    }

    @Test
    void neverGoesBelowTheFloorNorAboveTheCeilingWhateverComesUpInWhichOrder() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int desired = 1 + random.nextInt(8);
            int surge = random.nextInt(3);
            var rollout = new Rollout(desired, surge, surge == 0 ? 1 : random.nextInt(desired));

            new Rehearsal(rollout, random).run(seed);
        }
    }

    /** Carries out the orders; pods of the new set come up at random, pods of the old one go at once. */
    private static final class Rehearsal {
        private final Rollout rollout;
        private final Random random;
        private final List<Sized> old = new ArrayList<>();
        private Sized fresh = new Sized("new", 0, 0);

        Rehearsal(Rollout rollout, Random random) {
            this.rollout = rollout;
            this.random = random;
            int first = random.nextInt(rollout.desired() + 1);
            old.add(new Sized("older", first, first));
            old.add(new Sized("old", rollout.desired() - first, rollout.desired() - first));
        }

        void run(long seed) {
            for (int step = 0; step < 200 && !isDone(); step++) {
                rollout.next(fresh, old).forEach(this::carryOut);
                if (random.nextBoolean() && fresh.available() < fresh.replicas()) {
                    fresh = new Sized("new", fresh.replicas(), fresh.available() + 1);
                }
                int available = fresh.available()
                        + old.stream().mapToInt(Sized::available).sum();
                int pods = fresh.replicas()
                        + old.stream().mapToInt(Sized::replicas).sum();
                assertThat(available)
                        .as("available, seed %d", seed)
                        .isGreaterThanOrEqualTo(rollout.desired() - rollout.maxUnavailable());
                assertThat(pods).as("pods, seed %d", seed).isLessThanOrEqualTo(rollout.desired() + rollout.maxSurge());
            }
            assertThat(isDone()).as("done, seed %d, %s", seed, rollout).isTrue();
        }

        private void carryOut(Scale order) {
            if (order.name().equals("new")) {
                fresh = new Sized("new", order.replicas(), fresh.available());
            } else {
                old.replaceAll(set -> set.name().equals(order.name())
                        ? new Sized(set.name(), order.replicas(), Math.min(set.available(), order.replicas()))
                        : set);
            }
        }

        private boolean isDone() {
            return fresh.available() == rollout.desired() && old.stream().allMatch(set -> set.replicas() == 0);
        }
    }

    private static io.fabric8.kubernetes.api.model.apps.Deployment deployment(
            int replicas, IntOrString surge, IntOrString unavailable) {
        return new DeploymentBuilder()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewStrategy()
                .withNewRollingUpdate()
                .withMaxSurge(surge)
                .withMaxUnavailable(unavailable)
                .endRollingUpdate()
                .endStrategy()
                .endSpec()
                .build();
    }
}
