package dev.mastio.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the original reads is read here, or it is said what there is in its place. */
class EverySettingOfTheOriginalTest {

    private static final Path GUIDE = Path.of("..", "docs", "proxy.md");
    private static final String HEADING = "### Where a default is another than the original's\n";
    private static final Pattern FIRST_CELLS =
            Pattern.compile("^(\\| `\\w+` \\| [^|]+ \\| [^|]+ \\|) \\S.* \\|$", Pattern.MULTILINE);

    /** @param fallback what holds where it is unset; empty when nothing does */
    record Setting(String bareName, String fallback) {

        Optional<Variable> variable() {
            return Arrays.stream(Variable.values())
                    .filter(variable -> isCalled(variable.key()))
                    .findFirst();
        }

        Optional<OriginalSetting> substitute() {
            return Arrays.stream(OriginalSetting.values())
                    .filter(setting -> isCalled(setting.key()))
                    .findFirst();
        }

        String key() {
            return variable()
                    .map(Variable::key)
                    .or(() -> substitute().map(OriginalSetting::key))
                    .orElseThrow();
        }

        /** Some have no prefix. */
        private boolean isCalled(String key) {
            return key.equals("MCP_PROXY_" + bareName) || key.equals(bareName);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void isReadOrHasASubstitute(Setting setting) {
        assertThat(Stream.concat(setting.variable().stream(), setting.substitute().stream()))
                .hasSize(1);
    }

    @Test
    void theUsersGuideTellsWhichDefaultsAreOthers() throws IOException {
        String guide = Files.readString(GUIDE);
        int from = guide.indexOf(HEADING);
        String section = guide.substring(from, guide.indexOf("\n### ", from + 1));

        List<String> rows =
                FIRST_CELLS.matcher(section).results().map(row -> row.group(1)).toList();

        assertThat(rows)
                .containsExactlyElementsOf(settings()
                        .flatMap(setting -> setting.variable().stream()
                                .filter(variable -> !variable.fallback().equals(setting.fallback()))
                                .map(variable -> "| `%s` | %s | %s |"
                                        .formatted(
                                                variable.key(), shown(setting.fallback()), shown(variable.fallback()))))
                        .toList());
    }

    @Test
    void whoSaysTheOriginalsDefaultsIsRefusedOnlyWhatIsUnsafeOrNotHere() throws IOException {
        Map<String, String> said = new HashMap<>();
        settings().forEach(setting -> said.put(setting.key(), setting.fallback()));

        InvalidSettingsException refused =
                catchThrowableOfType(InvalidSettingsException.class, () -> SettingsReader.read(said));

        assertThat(refused.problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactlyInAnyOrder("MCP_PROXY_ADMIN_SECRET", "MCP_PROXY_AI_GATEWAY_BACKEND");
    }

    private static String shown(String fallback) {
        return fallback.isEmpty() ? "none" : "`" + fallback + "`";
    }

    private static Stream<Setting> settings() throws IOException {
        try (InputStream listed = Objects.requireNonNull(
                EverySettingOfTheOriginalTest.class.getResourceAsStream("original-settings.txt"))) {
            return new String(listed.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .map(words -> new Setting(words[0], words.length > 1 ? words[1] : ""));
        }
    }
}
