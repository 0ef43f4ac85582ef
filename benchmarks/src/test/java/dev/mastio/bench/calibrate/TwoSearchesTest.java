package dev.mastio.bench.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TwoSearchesTest {

    @Test
    void agreeOnAMachineThatSlowsDownByAThirdMeanwhile() {
        TwoSearches.Pair inTurn = TwoSearches.search(slowing(), SearchPlan.STANDARD, (_, _) -> {});
        Trial machine = slowing();

        assertThat(apart(inTurn.first(), inTurn.second())).isLessThan(0.03);
        // One after the other do not, so the machine is one on which it matters.
        assertThat(apart(search(machine), search(machine))).isGreaterThan(0.06);
    }

    @Test
    void takeTurns() {
        List<Integer> turns = Collections.synchronizedList(new ArrayList<>());

        TwoSearches.search(
                (rate, _) -> outcome(rate, rate <= 1500), SearchPlan.STANDARD, (search, _) -> turns.add(search));

        List<Integer> oneAfterTheOther =
                IntStream.range(0, turns.size()).mapToObj(turn -> 1 + turn % 2).toList();
        assertThat(turns).hasSizeGreaterThan(40).containsExactlyElementsOf(oneAfterTheOther);
    }

    @Test
    void endWhenATrialCanNotBeMade() {
        Trial broken = (_, _) -> {
            throw new IllegalStateException("no such host");
        };

        assertThatThrownBy(() -> TwoSearches.search(broken, SearchPlan.STANDARD, (_, _) -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no such host");
    }

    /** From 1500 requests per second to some 1000 in the course of two searches. */
    private static Trial slowing() {
        int[] trials = {0};
        return (rate, _) -> outcome(rate, rate <= Math.max(900, 1500 - 2 * ++trials[0]));
    }

    private static FloorFinding search(Trial trial) {
        return new FloorSearch(trial, SearchPlan.STANDARD, _ -> {}).search();
    }

    private static double apart(FloorFinding one, FloorFinding other) {
        double first = ((FloorFinding.Found) one).requestsPerSecond();
        double second = ((FloorFinding.Found) other).requestsPerSecond();
        return Math.max(first, second) / Math.min(first, second) - 1;
    }

    private static Outcome outcome(double rate, boolean held) {
        // A trial takes its time, in which the other search comes to wait for its turn.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        return new Outcome(rate, held ? 20 : 900, 0, held, false, "");
    }
}
