package dev.mastio.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentedSettingsTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern NAME = Pattern.compile("`((?:MASTIO|MCP_PROXY|PROXY|CULLIS)_[A-Z_]+)`");

    @Test
    void theUsersGuideHasTheTableOfEverySetting() throws IOException {
        String table = Arrays.stream(Variable.values())
                .map(DocumentedSettingsTest::row)
                .collect(Collectors.joining("\n", "| name | default | meaning |\n| --- | --- | --- |\n", "\n"));

        assertThat(guide()).contains(table);
    }

    @Test
    void theContractNamesTheSameVariables() throws IOException {
        String contract = Files.readString(DOCS.resolve("reference/contract.md"));
        int from = contract.indexOf("## Environment of a proxy");
        String environment = contract.substring(from, contract.indexOf("\n## ", from));

        Set<String> names =
                NAME.matcher(environment).results().map(match -> match.group(1)).collect(Collectors.toSet());

        assertThat(names)
                .isEqualTo(Arrays.stream(Variable.values()).map(Variable::key).collect(Collectors.toSet()));
    }

    @Test
    void theUsersGuideHasTheTableOfTheOriginalsSettingsForPartsThatAreNotHere() throws IOException {
        assertThat(guide())
                .contains(Arrays.stream(OriginalSetting.values())
                        .map(setting -> "| `%s` | %s | %s |"
                                .formatted(setting.key(), setting.acceptedValues(), setting.instead()))
                        .collect(Collectors.joining(
                                "\n",
                                "| name | values that do no harm | why, and what there is instead |\n| --- | --- | --- |\n",
                                "\n")));
    }

    @Test
    void theUsersGuideHasTheTableOfWhatIsRefused() throws IOException {
        assertThat(guide())
                .contains(Safety.RULES.stream()
                        .map(rule -> "| %s | `%s` | %s | %s |"
                                .formatted(rule.scope().label(), rule.variable().key(), rule.danger(), rule.fix()))
                        .collect(Collectors.joining(
                                "\n",
                                "| where | setting | refused because | what to do |\n| --- | --- | --- | --- |\n",
                                "\n")));
    }

    private static String guide() throws IOException {
        return Files.readString(DOCS.resolve("proxy.md"));
    }

    private static String row(Variable variable) {
        String fallback = variable.fallback().isEmpty() ? "none" : "`" + variable.fallback() + "`";
        return "| `%s`%s | %s | %s |"
                .formatted(variable.key(), variable.secret() ? ", `…_FILE`" : "", fallback, variable.meaning());
    }
}
