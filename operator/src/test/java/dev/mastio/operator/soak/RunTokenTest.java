package dev.mastio.operator.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTokenTest {
    private static final String LONGEST_INSTANCE = "a".repeat(40);

    @Test
    void sameTokenGivesTheSameNameSoThatALostJobIsFoundAgain() {
        assertThat(token("before release 1.4").jobName("demo"))
                .isEqualTo(token(" before release 1.4 ").jobName("demo"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "A",
                "---",
                "Ünïcödé",
                "before release 1.4",
                "2026-11-24T10:00:00Z",
                "29401234",
                "a\nb",
                "🙂"
            })
    void anyTokenGivesANameThatKubernetesTakes(String text) {
        for (String instance : List.of("demo", LONGEST_INSTANCE)) {
            assertThat(token(text).jobName(instance))
                    .startsWith(instance + "-soak-")
                    .matches("[a-z]([-a-z0-9]*[a-z0-9])?")
                    .doesNotContain("--")
                    .hasSizeLessThanOrEqualTo(52);
        }
    }

    @Test
    void theNameShowsTheTokenWhereThereIsRoom() {
        assertThat(token("before release 1.4").jobName("demo")).matches("demo-soak-before-release-1-4-[a-z0-9]{6}");
    }

    @Test
    void tokensThatReadAlikeGiveDifferentNames() {
        Stream<String> names =
                Stream.of("a b", "a-b", "A-B", "a.b").map(text -> token(text).jobName(LONGEST_INSTANCE));

        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void aTokenOfDigitsIsNotMistakenForASlotOfTheSchedule() {
        assertThat(token("29401234").jobName("demo")).doesNotMatch("demo-soak-[0-9]{8}");
    }

    @Test
    void aVeryLongTokenIsKeptAsItsDigest() {
        RunToken token = token("x".repeat(100_000));

        assertThat(token.text()).hasSizeLessThan(80).startsWith("sha256:");
    }

    @Test
    void aBlankAnnotationAsksForNothing() {
        assertThat(RunToken.of(null)).isEmpty();
        assertThat(RunToken.of("  ")).isEmpty();
    }

    private static RunToken token(String text) {
        return RunToken.of(text).orElseThrow();
    }
}
