package dev.mastio.suite.measure.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstance;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangesTest {

    private static final List<MastioInstance> FLEET = IntStream.of(3, 0, 2, 1, 4, 5)
            .mapToObj(number -> Members.HOLLOW_BY_IMAGE.member("fleet", number))
            .toList();

    @Test
    void thoseToChangeAreSpreadOverTheFleet() {
        assertThat(Changes.spread(FLEET, 3)).containsExactly("hollow-0000", "hollow-0002", "hollow-0004");
    }

    @Test
    void noneIsChangedTwice() {
        assertThat(Changes.spread(FLEET, 30)).hasSize(6).doesNotHaveDuplicates();
    }
}
