package dev.mastio.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnsTest {

    @ParameterizedTest
    @CsvSource({"'', 0", "1, 0", "1 1 2 2 3, 0", "1 2 2 1, 1", "3 2 2 3 3 2, 2", "2 1 1 1, 0"})
    void countsFallsAfterRisesAndRisesAfterFalls(String row, int turns) {
        List<Integer> numbers = row.isEmpty()
                ? List.of()
                : Arrays.stream(row.split(" ")).map(Integer::valueOf).toList();

        assertThat(Turns.in(numbers)).isEqualTo(turns);
    }
}
