package dev.mastio.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalScheduleTest {

    private static final Ramp MIXED = new Ramp(List.of(
            new Stage(Duration.ofSeconds(2), 0, 100),
            new Stage(Duration.ofSeconds(1), 100, 100),
            new Stage(Duration.ofSeconds(1), 0, 0),
            new Stage(Duration.ofSeconds(2), 100, 0)));

    @Test
    void isEvenAtAConstantRate() {
        List<Long> times = times(Ramp.constant(4, Duration.ofSeconds(1)), 0, 1);

        assertThat(times).containsExactly(0L, 250_000_000L, 500_000_000L, 750_000_000L);
    }

    @Test
    void hasAsManyArrivalsAsTheAreaUnderTheRamp() {
        assertThat(times(MIXED, 0, 1)).hasSize(300).isSorted();
    }

    @Test
    void putsHalfOfTheArrivalsOfARisingRampIntoItsLastThirdOrSo() {
        List<Long> rising = times(new Ramp(List.of(new Stage(Duration.ofSeconds(10), 0, 100))), 0, 1);

        assertThat(rising.get(rising.size() / 2) / 1e9).isCloseTo(10 / Math.sqrt(2), within(0.05));
    }

    @Test
    void sharesArrivalsAmongLoopsWithoutGapOrDouble() {
        List<Long> shared = new ArrayList<>();
        for (int share = 0; share < 3; share++) shared.addAll(times(MIXED, share, 3));

        assertThat(shared.stream().sorted().toList()).isEqualTo(times(MIXED, 0, 1));
    }

    private static List<Long> times(Ramp ramp, int share, int shares) {
        ArrivalSchedule schedule = new ArrivalSchedule(ramp, share, shares);
        List<Long> times = new ArrayList<>();
        for (long next = schedule.next(); next != ArrivalSchedule.END; next = schedule.next()) times.add(next);
        return times;
    }
}
