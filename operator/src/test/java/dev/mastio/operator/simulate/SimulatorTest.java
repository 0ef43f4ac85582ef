package dev.mastio.operator.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.operator.autoscale.FactReason;
import dev.mastio.operator.autoscale.Reason;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatorTest {
    private static final List<Outcome> OUTCOMES =
            Scenarios.all().stream().map(Simulation::of).toList();

    static List<Outcome> outcomes() {
        return OUTCOMES;
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void neverChangesDirectionWithinALongWindow(Outcome outcome) {
        assertThat(outcome.flaps()).isZero();
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void endsWithTheReplicasThatTheLoadNeeds(Outcome outcome) {
        assertThat(outcome.last()).isEqualTo(outcome.scenario().bounds().last());
        assertThat(outcome.most()).isEqualTo(outcome.scenario().bounds().most());
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void isHardlyEverUnderTheFloor(Outcome outcome) {
        assertThat(outcome.underFloor())
                .isLessThanOrEqualTo(outcome.scenario().bounds().underFloor());
    }

    @Test
    void goesUpWithinElevenSecondsOfAStep() {
        assertThat(outcome("step").slowestUp()).isLessThanOrEqualTo(11);
    }

    @Test
    void holdsWhileHalfThePodsAreSilent() {
        assertThat(outcome("half silent").reasons()).contains(Reason.QuorumMissed);
        assertThat(outcome("half silent").changes())
                .noneMatch(change -> change.second() >= 403 && change.second() < 1000);
    }

    @Test
    void holdsForALongWindowAfterTheOperatorRestarted() {
        assertThat(outcome("operator restart").reasons()).contains(Reason.LongWindowFilling);
        assertThat(outcome("operator restart").changes()).noneMatch(change -> change.second() < 720);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void saysThatTheFloorIsNotMetOfPodsThatFailUnderItAndOfNoOthers(Outcome outcome) {
        boolean fails = Set.of("floor not met", "server errors")
                .contains(outcome.scenario().name());

        assertThat(outcome.facts().contains(FactReason.FloorNotMet)).isEqualTo(fails);
    }

    private static Outcome outcome(String name) {
        return OUTCOMES.stream()
                .filter(outcome -> outcome.scenario().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
