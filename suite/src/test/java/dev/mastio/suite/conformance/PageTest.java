package dev.mastio.suite.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.suite.conformance.fuzz.Tolerated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page tells of a run on a real server; what can be held to it anywhere are the calls and the differences that it lists. */
class PageTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static KnownDifferences known() throws IOException {
        return KnownDifferences.read(ROOT.resolve("suite/conformance/known.yaml"));
    }

    private static Tolerated byFuzz() throws IOException {
        return Tolerated.read(ROOT.resolve("suite/conformance/known-by-fuzz.yaml"));
    }

    private static List<Call> calls() throws IOException {
        return Scenario.in(ROOT).stream()
                .flatMap(scenario -> scenario.calls().stream())
                .toList();
    }

    @Test
    void thePageIsThatOfTheCallsAndTheKnownDifferences() throws IOException {
        assertThat(Files.readString(ROOT.resolve("docs/reference/conformance.md")))
                .as("after a change of calls or differences: ./mastio conformance --write")
                .isEqualTo(Page.of(Scenario.in(ROOT), known(), byFuzz(), Page.realVersion(ROOT)));
    }

    @Test
    void everyCallHasAnIdOfItsOwn() throws IOException {
        assertThat(calls()).extracting(Call::id).doesNotHaveDuplicates().hasSizeGreaterThan(150);
    }

    @Test
    void everyDifferenceThatRandomCallsMayShowHasAReason() throws IOException {
        assertThat(byFuzz().entries()).allSatisfy(entry -> {
            assertThat(entry.what()).endsWith(".");
            assertThat(entry.why()).endsWith(".").hasSizeGreaterThan(20);
        });
    }

    @Test
    void everyKnownDifferenceHasAReasonAndIsShownByCallsThatAreMade() throws IOException {
        List<String> ids = calls().stream().map(Call::id).toList();

        assertThat(known().entries()).allSatisfy(entry -> {
            assertThat(entry.what()).endsWith(".");
            assertThat(entry.why()).endsWith(".").hasSizeGreaterThan(20);
            assertThat(entry.places()).isNotEmpty();
            assertThat(ids).containsAll(entry.places().keySet());
        });
    }
}
