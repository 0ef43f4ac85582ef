package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

    /** Of a clock that passes nought. */
    private static final long START = -TimeUnit.MILLISECONDS.toNanos(1);

    private static final long HALF_A_MILLISECOND = TimeUnit.MICROSECONDS.toNanos(500);

    private static final long CYCLE = TimeUnit.MICROSECONDS.toNanos(2_500);

    private static final int ENOUGH = 24;

    private final Pace pace = new Pace(START, CYCLE, ENOUGH);

    @Test
    void whileTheyComeFastAGroupWaitsForTheRestOfTheTime() {
        pace.begins(4, START);

        assertThat(pace.pause(2, START + HALF_A_MILLISECOND)).isEqualTo(CYCLE - HALF_A_MILLISECOND);
    }

    @Test
    void aGroupThatIsLargeEnoughDoesNotWait() {
        pace.begins(40, START);

        assertThat(pace.pause(ENOUGH, START + HALF_A_MILLISECOND)).isZero();
        assertThat(pace.pause(ENOUGH - 1, START + HALF_A_MILLISECOND)).isPositive();
    }

    @Test
    void aGroupThatMayHaveNoMoreDoesNotWait() {
        Pace small = Pace.forGroupsOf(2, START);
        small.begins(2, START);

        assertThat(small.pause(2, START + HALF_A_MILLISECOND)).isZero();
        assertThat(small.pause(1, START + HALF_A_MILLISECOND)).isPositive();
    }

    @Test
    void nobodyWaitsWhereTheDiskIsSlowerAnyway() {
        pace.begins(20, START);

        assertThat(pace.pause(2, START + CYCLE)).isZero();
    }

    @Test
    void nobodyWaitsWhereFewerThanTwoMoreAreToBeExpected() {
        pace.begins(1, START);

        assertThat(pace.pause(1, START + 2 * HALF_A_MILLISECOND)).isZero();
        assertThat(pace.pause(1, START + HALF_A_MILLISECOND)).isPositive();
    }

    @Test
    void whatBringsNobodyIsTriedLessAndLessOften() {
        long now = START;
        int pauses = 0;
        int groups = 1_000;
        for (int group = 0; group < groups; group++) {
            pace.begins(1, now);
            now += HALF_A_MILLISECOND;
            if (pace.pause(1, now) > 0) {
                pauses++;
                pace.brought(0);
            }
        }

        assertThat(pauses).isBetween(groups / 65, groups / 65 + 7);
    }

    @Test
    void onceItBringsSomebodyEachGroupWaitsAgain() {
        pace.begins(4, START);
        pace.brought(0);
        assertThat(pace.pause(2, START + HALF_A_MILLISECOND)).isZero();
        assertThat(pace.pause(2, START + HALF_A_MILLISECOND)).isPositive();

        pace.brought(2);

        assertThat(pace.pause(2, START + HALF_A_MILLISECOND)).isPositive();
        assertThat(pace.pause(2, START + HALF_A_MILLISECOND)).isPositive();
    }
}
