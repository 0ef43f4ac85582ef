package dev.mastio.suite.conformance.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    private static List<String> paths(String embedded, String real) {
        return Difference.between(Trees.yaml(embedded), Trees.yaml(real)).stream()
                .map(Difference::path)
                .toList();
    }

    @Test
    void findsNothingInEqualTreesWhateverTheOrderOfTheirFields() {
        assertThat(paths("{a: 1, b: [x, {c: d}]}", "{b: [x, {c: d}], a: 1}")).isEmpty();
    }

    @Test
    void namesEachPlaceAsDeepAsItGoes() {
        assertThat(paths("{a: {b: 1, c: 2}, l: [{x: 1}, 2]}", "{a: {b: 1, c: 3}, l: [{x: 2}, 2]}"))
                .containsExactly("/a/c", "/l/0/x");
    }

    @Test
    void findsWhatOnlyOneHas() {
        assertThat(paths("{a: 1, b/c: 2}", "{a: 1, d: null}")).containsExactly("/b~1c", "/d");
    }

    @Test
    void tellsANumberFromAText() {
        assertThat(paths("{a: 1}", "{a: '1'}")).containsExactly("/a");
    }

    @Test
    void takesListsOfDifferentLengthAsAWhole() {
        assertThat(paths("{a: [1, 2]}", "{a: [1]}")).containsExactly("/a");
    }
}
