package dev.mastio.bench.auth;

import static dev.mastio.bench.auth.ReplicaGoal.Outcome.INCONCLUSIVE;
import static dev.mastio.bench.auth.ReplicaGoal.Outcome.MET;
import static dev.mastio.bench.auth.ReplicaGoal.Outcome.MISSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaGoalTest {

    private static final double SHARE = 0.3;
    private static final double BUSY = 0.05;
    private static final double ROOMY = 0.4;

    private final ReplicaGoal goal = new ReplicaGoal(SHARE);

    @Test
    void isMetFromOnePointEightTimesTheMeanOfBothAlone() {
        goal.add(round(900, 1_100, 1_800, 0.3, 0.3, ROOMY, 0));

        assertThat(goal.outcome()).isEqualTo(MET);
        assertThat(goal.line()).isEqualTo("two replicas / one, median of 1: 1.80, at least 1.8 wanted: met");
    }

    @Test
    void isMissedBelow() {
        goal.add(round(1_000, 1_000, 1_799, 0.3, 0.3, ROOMY, 0));

        assertThat(goal.outcome()).isEqualTo(MISSED);
        assertThat(goal.line()).endsWith("a call costs more");
    }

    @Test
    void isJudgedByTheMedian() {
        goal.add(round(1_000, 1_000, 1_000, 0.3, 0.3, ROOMY, 0));
        goal.add(round(1_000, 1_000, 1_900, 0.3, 0.3, ROOMY, 0));
        goal.add(round(1_000, 1_000, 1_850, 0.3, 0.3, ROOMY, 0));

        assertThat(goal.outcome()).isEqualTo(MET);
        assertThat(goal.line()).contains("median of 3: 1.85");
    }

    @Test
    void isMissedWhenACallFails() {
        goal.add(round(1_000, 1_000, 2_000, 0.3, 0.3, ROOMY, 1));

        assertThat(goal.outcome()).isEqualTo(MISSED);
        assertThat(goal.line()).endsWith("requests failed");
    }

    @Test
    void saysNothingWhenOneAloneDoesNotNeedItsShare() {
        goal.add(round(1_000, 1_000, 2_000, 0.26, 0.3, ROOMY, 0));

        assertThat(goal.outcome()).isEqualTo(INCONCLUSIVE);
        assertThat(goal.line()).contains("inconclusive: alone");
    }

    @Test
    void saysNothingOfFailuresWhereOneAloneDoesNotHaveItsShare() {
        goal.add(round(1_000, 1_000, 2_000, 0.1, 0.1, BUSY, 1));

        assertThat(goal.outcome()).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void saysNothingWhenBothTogetherHaveNoRoomOnTheMachine() {
        goal.add(round(1_000, 1_000, 1_500, 0.3, 0.2, BUSY, 0));

        assertThat(goal.outcome()).isEqualTo(INCONCLUSIVE);
        assertThat(goal.line()).contains("inconclusive: together", "no room");
    }

    @Test
    void isMissedWhenTheyWaitForEachOtherThoughThereIsRoom() {
        goal.add(round(1_000, 1_000, 1_500, 0.3, 0.2, ROOMY, 0));

        assertThat(goal.outcome()).isEqualTo(MISSED);
        assertThat(goal.line()).endsWith("wait for each other");
    }

    @Test
    void tellsARoundOnOneLine() {
        assertThat(round(1_000, 1_000, 1_800, 0.3, 0.15, ROOMY, 2).line(SHARE))
                .isEqualTo(
                        "alone 1000/s (100 % of its share) and 1000/s (100 % of its share); together 900/s (50 % of its"
                                + " share) and 900/s (50 % of its share), 2 failed: 1.80 times one; machine idle 40 %");
    }

    @Test
    void readsHowIdleTheMachineWas() {
        MachineTime before = MachineTime.of("cpu  10 0 10 100 10 0 0 0 0 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
        MachineTime after = MachineTime.of("cpu  60 0 20 120 20 0 5 5 99 99\n");

        assertThat(after.idleSince(before)).isEqualTo(0.3);
    }

    private static ReplicaRound round(
            long one, long other, long both, double alone, double together, double idle, long failures) {
        return new ReplicaRound(
                List.of(leg(one, alone, 0), leg(other, SHARE, 0)),
                List.of(leg(both / 2, together, 0), leg(both - both / 2, together, failures)),
                idle);
    }

    /** In a second. */
    private static Measured leg(long requests, double processors, long failures) {
        return new Measured("call", requests, failures, 1, processors);
    }
}
