package dev.mastio.suite.faults.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TroublesTest {

    @Test
    void eachKindMeetsItsShareOfWrites() {
        List<Trouble> drawn = draw("PATCH", 20_000);

        for (Trouble trouble : List.of(Trouble.CONFLICT, Trouble.TOO_MANY, Trouble.ERROR, Trouble.LOST))
            assertThat(Collections.frequency(drawn, trouble)).as(trouble.name()).isBetween(800, 1200);
    }

    @Test
    void aReadIsNeverInConflictAndItsAnswerNeverLost() {
        assertThat(draw("GET", 5000))
                .contains(Trouble.TOO_MANY, Trouble.ERROR, Trouble.NONE)
                .doesNotContain(Trouble.CONFLICT, Trouble.LOST);
    }

    @Test
    void theSameSeedDrawsTheSame() {
        assertThat(draw("POST", 500)).isEqualTo(draw("POST", 500));
    }

    private static List<Trouble> draw(String method, int times) {
        Troubles troubles = new Troubles(11, 5);
        List<Trouble> drawn = new ArrayList<>();
        for (int time = 0; time < times; time++) drawn.add(troubles.next(method));
        return drawn;
    }
}
