package dev.mastio.operator.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiSilenceTest {

    private Instant now = Instant.parse("2026-11-28T12:00:00Z");
    private final List<String> told = new ArrayList<>();
    private final ApiSilence silence = new ApiSilence(() -> now, told::add);

    @Test
    void aServerThatDoesNotAnswerIsToldOfOnceAndItsReturnToo() {
        silence.asked();
        pass(4);
        assertThat(told).isEmpty();

        pass(2);
        silence.asked();
        pass(20);
        silence.answered(200);

        assertThat(told)
                .containsExactly(
                        "no answer from the API server for 6 s: nothing is changed until it is back",
                        "the API server answers again, after 26 s");
    }

    @Test
    void anErrorOfTheServersOwnIsNoAnswer() {
        silence.asked();
        pass(3);
        silence.answered(504);
        pass(3);

        assertThat(told).hasSize(1);
    }

    @Test
    void aRefusalIsAnAnswer() {
        silence.asked();
        pass(3);
        silence.answered(429);
        pass(10);

        assertThat(told).isEmpty();
    }

    @Test
    void aSilenceWithoutAQuestionIsNone() {
        pass(60);

        assertThat(told).isEmpty();
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
        silence.look();
    }
}
