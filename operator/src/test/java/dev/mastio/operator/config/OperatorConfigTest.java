package dev.mastio.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {

    private static final Path PAGE = Path.of("../docs/reference/operator-config.md");

    @Test
    void anEmptyEnvironmentIsComplete() {
        OperatorConfig config = OperatorConfig.from(Map.of());

        assertThat(config.watchNamespaces()).isEmpty();
        assertThat(config.proxyImage()).isEqualTo("ghcr.io/mastio/proxy");
        assertThat(config.leaderElection()).isTrue();
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.resync()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.logLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void anEmptyValueIsNoValue() {
        assertThat(OperatorConfig.from(Map.of("MASTIO_OPERATOR_PORT", " ")).port())
                .isEqualTo(8080);
    }

    @Test
    void namespacesAreAList() {
        assertThat(OperatorConfig.from(Map.of("MASTIO_OPERATOR_WATCH_NAMESPACES", "b, a,,"))
                        .watchNamespaces())
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, 70000, a port between 0 and 65535",
        "PORT, http, a port between 0 and 65535",
        "LEADER_ELECTION, yes, true or false",
        "LOG_LEVEL, loud, 'one of ERROR, WARN, INFO, DEBUG and TRACE'",
        "RESYNC, 5, a number of seconds between 10 and 3600",
        "WATCH_NAMESPACES, Not_A_Name, a comma-separated list of namespaces",
        "IMAGE_TAG, a:b, 'a tag of letters, digits, ''.'', ''_'' and ''-'''",
        "CLASS_ROLLOUTS, 0, a number between 1 and 100"
    })
    void aValueThatCantBeUsedIsNamedWithWhatWasExpected(String name, String value, String expected) {
        assertThatThrownBy(() -> OperatorConfig.from(Map.of("MASTIO_OPERATOR_" + name, value)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("MASTIO_OPERATOR_" + name + " is '" + value + "', which is not " + expected);
    }

    @Test
    void aNameThatNobodyReadsIsRefused() {
        assertThatThrownBy(() -> OperatorConfig.from(Map.of("MASTIO_OPERATOR_PROXY_IMAEG", "x")))
                .hasMessageContaining("unknown settings MASTIO_OPERATOR_PROXY_IMAEG");
    }

    @Test
    void thePageHoldsTheTable() throws IOException {
        String page =
                """
                # Settings of the operator

                Environment variables of the operator's container. Generated from `dev.mastio.operator.config.Settings`; after a change run
                `mvn -pl operator -am test -Dtest=OperatorConfigTest -Dsurefire.failIfNoSpecifiedTests=false -Dmastio.regenerate=true`.

                A value that can't be used, or a variable with this prefix that nobody reads, ends the operator at its start with a message
                that names it. How the operator finds the API server is the client's business: a ServiceAccount in a pod, else `KUBECONFIG`.

                | name | default | expects | meaning |
                | --- | --- | --- | --- |
                %s
                """.formatted(Settings.ALL.stream().map(OperatorConfigTest::row).collect(Collectors.joining("\n")));
        if (Boolean.getBoolean("mastio.regenerate")) Files.writeString(PAGE, page);

        assertThat(PAGE).content().isEqualTo(page);
    }

    private static String row(Setting<?> setting) {
        String standard = setting.standard().isEmpty() ? "" : "`" + setting.standard() + "`";
        return "| `%s` | %s | %s | %s |".formatted(setting.name(), standard, setting.expects(), setting.description());
    }
}
