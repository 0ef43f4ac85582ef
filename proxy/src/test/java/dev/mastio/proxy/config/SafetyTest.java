package dev.mastio.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetyTest {

    private static final String LONG = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path directory;

    private final Map<String, String> production = new HashMap<>();

    @BeforeEach
    void goodProduction() throws Exception {
        production.put("MCP_PROXY_ENVIRONMENT", "production");
        production.put("MCP_PROXY_ADMIN_SECRET", LONG);
        production.put("MCP_PROXY_DASHBOARD_SIGNING_KEY", LONG);
        production.put("MCP_PROXY_DB_ENCRYPTION_KEY", LONG);
        production.put("MASTIO_TLS_CERT_FILE", file("tls.crt", "x"));
        production.put("MASTIO_TLS_KEY_FILE", file("tls.key", "x"));
    }

    @Test
    void startsInProductionWhenEverythingIsSafe() {
        assertThatCode(() -> SettingsReader.read(production)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "MCP_PROXY_ADMIN_SECRET, short",
        "MCP_PROXY_ADMIN_SECRET, ''",
        "MCP_PROXY_DASHBOARD_SIGNING_KEY, short",
        "MCP_PROXY_DASHBOARD_SIGNING_KEY, ''",
        "MCP_PROXY_DB_ENCRYPTION_KEY, short",
        "MCP_PROXY_DB_ENCRYPTION_KEY, ''",
        "MCP_PROXY_INITIAL_ADMIN_PASSWORD, password",
        "MCP_PROXY_ALLOWED_ORIGINS, 'https://a.example, *'",
        "MASTIO_REPLICAS, 2"
    })
    void refusesToStartInProductionWithWhatIsUnsafe(String name, String value) {
        production.put(name, value);

        assertThat(problems(production)).singleElement().asString().startsWith(name + ": ");
    }

    @Test
    void needsNoCertificateInProductionWhereTheOrganisationIssuesOne() {
        production.remove("MASTIO_TLS_CERT_FILE");
        production.remove("MASTIO_TLS_KEY_FILE");

        assertThatCode(() -> SettingsReader.read(production)).doesNotThrowAnyException();
    }

    @Test
    void anEdgeNeedsACertificateButNoSecrets() {
        production.keySet().removeIf(name -> name.matches("MCP_PROXY_(ADMIN|DASHBOARD|DB).*"));
        production.put("MASTIO_EDGE_UPSTREAM", "http://127.0.0.1:9100");
        production.put("MASTIO_REPLICAS", "2");

        assertThatCode(() -> SettingsReader.read(production)).doesNotThrowAnyException();

        production.remove("MASTIO_TLS_CERT_FILE");
        production.remove("MASTIO_TLS_KEY_FILE");
        assertThat(problems(production)).singleElement().asString().startsWith("MASTIO_TLS_CERT_FILE: it is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.0.0.7:9100,            false",
        "http://upstream.example:9100,    false",
        "http://127.0.0.1.evil.test:9100, false",
        "http://127.0.0.1:9100,           true",
        "http://[::1]:9100,               true",
        "http://localhost:9100,           true"
    })
    void anEdgeInProductionIsBesideItsServer(String upstream, boolean allowed) throws Exception {
        production.put("MASTIO_EDGE_UPSTREAM", upstream);

        if (allowed) {
            assertThat(SettingsReader.read(production).upstream()).isPresent();
        } else {
            assertThat(problems(production)).singleElement().asString().startsWith("MASTIO_EDGE_UPSTREAM: clients'");
        }
    }

    @Test
    void takesManyReplicasOnOnePostgres() {
        production.put("MASTIO_REPLICAS", "3");
        production.put("MCP_PROXY_DATABASE_URL", "postgresql://db.example/mastio");

        assertThatCode(() -> SettingsReader.read(production)).doesNotThrowAnyException();
    }

    @Test
    void refusesTheOriginalsDefaultSecretAlsoInDevelopment() {
        assertThat(problems(Map.of("MCP_PROXY_ADMIN_SECRET", "change-me-in-production")))
                .singleElement()
                .asString()
                .startsWith("MCP_PROXY_ADMIN_SECRET: it is the original's default");
    }

    @Test
    void takesSecretsFromFiles() throws Exception {
        production.remove("MCP_PROXY_ADMIN_SECRET");
        production.put("MCP_PROXY_ADMIN_SECRET_FILE", file("admin", LONG + "\n"));

        Settings settings = SettingsReader.read(production);

        assertThat(settings.secrets().admin()).contains(new Secret(LONG));
        assertThat(settings.toString()).doesNotContain(LONG);
    }

    @Test
    void namesTheFileOfASecretThatCannotBeRead() throws Exception {
        Map<String, String> environment = Map.of(
                "MCP_PROXY_ADMIN_SECRET_FILE", directory.resolve("none").toString(),
                "MCP_PROXY_DB_ENCRYPTION_KEY_FILE", file("empty", " \n"));

        assertThat(problems(environment))
                .hasSize(2)
                .anyMatch(problem -> problem.matches("MCP_PROXY_ADMIN_SECRET_FILE: .* does not work; give a file .*"))
                .anyMatch(problem -> problem.matches("MCP_PROXY_DB_ENCRYPTION_KEY_FILE: .* is empty; .*"));
    }

    @Test
    void wantsASecretOrItsFileAndNotBoth() throws Exception {
        production.put("MCP_PROXY_ADMIN_SECRET_FILE", file("admin", LONG));

        assertThat(problems(production))
                .singleElement()
                .asString()
                .contains("MCP_PROXY_ADMIN_SECRET: \"***\"", "not both")
                .doesNotContain(LONG);
    }

    private String file(String name, String content) throws Exception {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    private static List<String> problems(Map<String, String> environment) {
        return catchThrowableOfType(InvalidSettingsException.class, () -> SettingsReader.read(environment))
                .problems();
    }
}
