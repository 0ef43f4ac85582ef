package dev.mastio.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mastio.proxy.config.Settings.Recycling;
import dev.mastio.proxy.config.Settings.Shedding;
import dev.mastio.proxy.config.Settings.Shutdown;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    @Test
    void anEdgeTakesLargerBodiesThanAServerUnlessToldOtherwise() throws Exception {
        String edge = "MASTIO_EDGE_UPSTREAM";
        String limit = "MCP_PROXY_MAX_REQUEST_BODY_BYTES";
        String server = "http://127.0.0.1:9100";

        assertThat(bodyBytes(Map.of())).isEqualTo(2 << 20);
        assertThat(bodyBytes(Map.of(edge, server))).isEqualTo(4 << 20);
        assertThat(bodyBytes(Map.of(edge, server, limit, "1000"))).isEqualTo(1000);
        assertThat(bodyBytes(Map.of(limit, "1000"))).isEqualTo(1000);
    }

    private static long bodyBytes(Map<String, String> environment) throws Exception {
        return SettingsReader.read(environment).bounds().bodyBytes();
    }

    @Test
    void aServerBehindHasTheOriginalsPoolUnlessToldOtherwise() throws Exception {
        assertThat(SettingsReader.read(Map.of("MASTIO_EDGE_UPSTREAM", "http://127.0.0.1:9100"))
                        .upstream())
                .contains(new Settings.Upstream(
                        URI.create("http://127.0.0.1:9100"), 64, 1000, Duration.ofMinutes(1), Duration.ofMinutes(1)));
        assertThat(SettingsReader.read(Map.of(
                                "MASTIO_EDGE_UPSTREAM", "http://[::1]:8000",
                                "MASTIO_EDGE_CONNECTIONS", "8",
                                "MASTIO_EDGE_CONNECTION_MAX_REQUESTS", "1",
                                "MASTIO_EDGE_CONNECTION_IDLE_SECONDS", "5",
                                "MASTIO_EDGE_TIMEOUT_SECONDS", "30"))
                        .upstream())
                .contains(new Settings.Upstream(
                        URI.create("http://[::1]:8000"), 8, 1, Duration.ofSeconds(5), Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9100", "https://127.0.0.1:9100", "http://127.0.0.1:9100/v1", "http://", "none"})
    void aServerBehindIsPlainHttpWithoutAPath(String upstream) {
        assertThat(catchThrowableOfType(
                                InvalidSettingsException.class,
                                () -> SettingsReader.read(Map.of("MASTIO_EDGE_UPSTREAM", upstream)))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("MASTIO_EDGE_UPSTREAM: \"" + upstream + "\" does not work; give SCHEME://HOST:PORT");
    }

    @Test
    void theOriginalsDirectoryMayStillBeEmptyAlsoBesideACertificateOfOurOwn(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("pem"), "x");

        Settings.Tls tls = SettingsReader.read(Map.of(
                        "MASTIO_TLS_CERT_FILE", file.toString(),
                        "MASTIO_TLS_KEY_FILE", file.toString(),
                        "MCP_PROXY_NGINX_CERT_DIR", directory.toString()))
                .tls();

        assertThat(tls.awaited()).isFalse();
        assertThat(tls.clientAuthorities()).contains(directory.resolve("org-ca.crt"));
        assertThat(tls.clientAuthoritiesAwaited()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example:9443, api.example",
        "https://[fd00::7]:9443, fd00::7",
        "https://one.example, one.example"
    })
    void aCertificateMadeHereIsAlsoForTheHostOfThePublicUrl(String url, String host) throws Exception {
        Settings.Tls tls = SettingsReader.read(
                        Map.of("MCP_PROXY_NGINX_SAN", "one.example, 10.0.0.7", "MCP_PROXY_PROXY_PUBLIC_URL", url))
                .tls();

        assertThat(tls.names()).startsWith("one.example", "10.0.0.7").endsWith("localhost", "127.0.0.1");
        assertThat(tls.names()).contains(host).doesNotHaveDuplicates();
    }

    @Test
    void anEmptyEnvironmentGivesTheContractsDefaults() throws Exception {
        Settings settings = SettingsReader.read(Map.of());

        assertThat(settings)
                .isEqualTo(new Settings(
                        false,
                        new Settings.Listen("0.0.0.0", 9443, 9464),
                        new Settings.Tls(
                                Optional.empty(),
                                false,
                                List.of(),
                                Optional.empty(),
                                false,
                                List.of("mastio.local", "localhost", "127.0.0.1"),
                                Duration.ofDays(30),
                                false),
                        Optional.empty(),
                        new Database.Sqlite(Path.of("./mcp_proxy.db")),
                        new Settings.Organisation(
                                Optional.empty(),
                                "cullis.local",
                                Optional.empty(),
                                Duration.ofDays(2),
                                Optional.empty()),
                        new Settings.Secrets(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                        new Settings.Proofs(
                                Duration.ofMinutes(1), Duration.ofSeconds(5), Settings.ProofRule.OPTIONAL, false),
                        new Shedding(500, 1000),
                        new Settings.Bounds(
                                1800,
                                2_097_152,
                                512,
                                Runtime.getRuntime().maxMemory() / 4,
                                new Settings.DatabaseLatency(Duration.ofMillis(500), Duration.ofMillis(350))),
                        Set.of(),
                        new Settings.Audit(512, Optional.empty(), Optional.empty()),
                        new Recycling(1000, Duration.ofSeconds(60)),
                        new Shutdown(Duration.ofSeconds(5), Duration.ofSeconds(30)),
                        Optional.empty(),
                        "INFO",
                        "dev"));
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnceWithItsValueAndTheWayOut() {
        Map<String, String> environment = Map.of(
                "MCP_PROXY_PORT", "https",
                "MASTIO_OPS_PORT", "70000",
                "MASTIO_TLS_CERT_FILE", "/nowhere/tls.crt",
                "MCP_PROXY_LOG_LEVEL", "LOUD",
                "MCP_PROXY_GLOBAL_RATE_LIMIT_RPS", "-1",
                "MCP_PROXY_DATABASE_URL", "mysql://host/db");

        assertThat(problems(environment))
                .containsExactlyInAnyOrder(
                        "MCP_PROXY_PORT: \"https\" does not work; give a whole number from 0 to 65535",
                        "MASTIO_OPS_PORT: \"70000\" does not work; give a whole number from 0 to 65535",
                        "MASTIO_TLS_CERT_FILE: \"/nowhere/tls.crt\" does not work; give a file that this process can read, or unset it",
                        "MASTIO_TLS_KEY_FILE: \"\" does not work; set both this and its counterpart, or neither",
                        "MCP_PROXY_LOG_LEVEL: \"LOUD\" does not work; give one of TRACE, DEBUG, INFO, WARN, ERROR",
                        "MCP_PROXY_GLOBAL_RATE_LIMIT_RPS: \"-1\" does not work; give a whole number from 1 to 10000000",
                        "MCP_PROXY_DATABASE_URL: \"mysql://host/db\" does not work; give sqlite:///PATH or postgresql://HOST:PORT/DB");
    }

    @ParameterizedTest
    @CsvSource({
        "sqlite:///./mcp_proxy.db, ./mcp_proxy.db",
        "sqlite:///data/mastio.db, data/mastio.db",
        "sqlite:////data/mastio.db, /data/mastio.db",
        "sqlite+aiosqlite:////data/mastio.db, /data/mastio.db"
    })
    void understandsTheOriginalsSqliteUrls(String url, String file) throws Exception {
        Settings settings = SettingsReader.read(Map.of("MCP_PROXY_DATABASE_URL", url));

        assertThat(settings.database()).isEqualTo(new Database.Sqlite(Path.of(file)));
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://db.example:6432/mastio, 6432, -, -, -",
        "postgresql+asyncpg://db.example/mastio, 5432, -, -, -",
        "postgres://me@db.example/mastio, 5432, me, -, -",
        "postgresql://me:p%40ss+word@db.example/mastio?sslmode=verify-full, 5432, me, p@ss+word, verify-full"
    })
    void understandsTheOriginalsPostgresUrls(String url, int port, String user, String password, String sslMode)
            throws Exception {
        Settings settings = SettingsReader.read(Map.of("MCP_PROXY_DATABASE_URL", url));

        assertThat(settings.database())
                .isEqualTo(new Database.Postgres(
                        "db.example",
                        port,
                        "mastio",
                        new Database.Credentials(given(user), given(password)),
                        given(sslMode)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sqlite://",
                "sqlite:///",
                "sqlite:///:memory:",
                "postgresql://",
                "postgresql:///mastio",
                "postgresql://db.example",
                "postgresql://db.example/mastio?ssl=require&x=y",
                "postgresql://a b/c",
                "oracle:x"
            })
    void refusesUrlsThatCannotWork(String url) {
        assertThat(problems(Map.of("MCP_PROXY_DATABASE_URL", url)))
                .singleElement()
                .asString()
                .startsWith("MCP_PROXY_DATABASE_URL: \"" + url + "\" does not work; ");
    }

    @Test
    void takesCredentialsFromTheirOwnVariables() throws Exception {
        Settings settings = SettingsReader.read(Map.of(
                "MCP_PROXY_DATABASE_URL", "postgresql://db.example/mastio",
                "MASTIO_DATABASE_USERNAME", "me",
                "MASTIO_DATABASE_PASSWORD", "secret"));

        assertThat(settings.database())
                .extracting("credentials")
                .isEqualTo(new Database.Credentials(Optional.of("me"), Optional.of("secret")));
    }

    @Test
    void theShortNameOfTheDatabaseWins() throws Exception {
        Settings settings = SettingsReader.read(
                Map.of("MCP_PROXY_DATABASE_URL", "sqlite:///a.db", "PROXY_DB_URL", "sqlite:///b.db"));

        assertThat(settings.database()).isEqualTo(new Database.Sqlite(Path.of("b.db")));
    }

    @Test
    void showsNoPasswordNeitherInProblemsNorInSettings() throws Exception {
        Map<String, String> bad = Map.of("PROXY_DB_URL", "postgresql://me:hunter2@host name/db");
        Settings good = SettingsReader.read(Map.of("PROXY_DB_URL", "postgresql://me:hunter2@host/db"));

        assertThat(problems(bad).toString())
                .contains("postgresql://***@host name/db")
                .doesNotContain("hunter2");
        assertThat(good.toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://app:Hunter/TWO@db:5432/mastio",
                "postgresql://app:Hunter@TWO@db/mastio/",
                "postgresql://app:Hunter#TWO@db/",
                "postgresql://app:Hunter?TWO@db/",
                "postgresql://app:Hunter:TWO@db/",
                "postgresql://app:Hunter%TWO@db/mastio",
                "postgresql://app:Hunter TWO@db/mastio",
                "postgresql://app:Hunter\\TWO@db/mastio",
                "postgresql+asyncpg://:Hunter/TWO@db/mastio",
                "postgresql:app:Hunter/TWO@db/mastio",
                "postgresql:/app:Hunter/TWO@db/mastio",
                "postgresql://app:HunterTWO/db",
                "postgresql://db/mastio?user=app&password=HunterTWO",
                "postgresql://db/mastio?password=Hunter@TWO",
                "postgresql://db/mastio?password=Hunter&TWO",
                "postgresql://app@db/mastio?password=Hunter/TWO",
                "mysql://app:Hunter/TWO@db/mastio",
                "app:Hunter/TWO@db/mastio",
            })
    void showsNoPartOfAnOddPassword(String url) {
        assertThat(problems(Map.of("PROXY_DB_URL", url)).toString())
                .contains("PROXY_DB_URL")
                .doesNotContain("Hunter")
                .doesNotContain("TWO");
    }

    @Test
    void showsWhereTheDatabaseShouldBe() {
        assertThat(problems(Map.of("PROXY_DB_URL", "postgresql://db:5432/")).toString())
                .contains("postgresql://db:5432/");
        assertThat(problems(Map.of("PROXY_DB_URL", "postgresql://app:a^b@db:5432/mastio?sslmode=require"))
                        .toString())
                .contains("postgresql://***@db:5432/mastio?sslmode=require");
    }

    @Test
    void showsNoPasswordOfOtherUrls() {
        assertThat(problems(Map.of("MASTIO_EDGE_UPSTREAM", "http://me:hunter2@host:80"))
                        .toString())
                .contains("http://***@host:80")
                .doesNotContain("hunter2");
    }

    @Test
    void takesAnEmptyValueForUnset() throws Exception {
        assertThat(SettingsReader.read(Map.of("MCP_PROXY_PORT", "", "MASTIO_TLS_CERT_FILE", " ")))
                .isEqualTo(SettingsReader.read(Map.of()));
    }

    @Test
    void wantsBothTlsFilesOrNone(@TempDir Path directory) throws Exception {
        Path certificate = Files.createFile(directory.resolve("tls.crt"));
        Path key = Files.createFile(directory.resolve("tls.key"));

        Settings both = SettingsReader.read(
                Map.of("MASTIO_TLS_CERT_FILE", certificate.toString(), "MASTIO_TLS_KEY_FILE", key.toString()));

        assertThat(both.tls().own()).contains(new Settings.TlsFiles(certificate, key));
        assertThat(problems(Map.of("MASTIO_TLS_KEY_FILE", key.toString())))
                .singleElement()
                .asString()
                .startsWith("MASTIO_TLS_CERT_FILE");
    }

    @ParameterizedTest
    @CsvSource({"info, INFO", "Warning, WARN", "CRITICAL, ERROR", "debug, DEBUG"})
    void understandsTheOriginalsLogLevels(String given, String level) throws Exception {
        assertThat(SettingsReader.read(Map.of("MCP_PROXY_LOG_LEVEL", given)).logLevel())
                .isEqualTo(level);
    }

    @Test
    void aLicenceThatCannotBeReadIsNoReasonNotToStart() throws Exception {
        assertThat(SettingsReader.read(Map.of("CULLIS_LICENSE_PATH", "/no/such/file")))
                .isEqualTo(SettingsReader.read(Map.of()));
    }

    @Test
    void timeStampsNeedCheckpointsAndAWebAddress() {
        assertThat(problems(Map.of("MASTIO_AUDIT_TIMESTAMP_URL", "http://tsa.example/tsr")))
                .singleElement()
                .asString()
                .startsWith("MASTIO_AUDIT_CHECKPOINT_SECONDS: ");
        assertThat(problems(Map.of(
                        "MASTIO_AUDIT_TIMESTAMP_URL",
                        "ftp://tsa.example/tsr",
                        "MASTIO_AUDIT_CHECKPOINT_SECONDS",
                        "60")))
                .singleElement()
                .asString()
                .startsWith("MASTIO_AUDIT_TIMESTAMP_URL: ");
    }

    @Test
    void timeStampsComeFromAnAddressWithoutCredentials() {
        assertThat(problems(Map.of(
                        "MASTIO_AUDIT_TIMESTAMP_URL",
                        "https://mario:secret@tsa.example/tsr",
                        "MASTIO_AUDIT_CHECKPOINT_SECONDS",
                        "60")))
                .singleElement()
                .asString()
                .startsWith("MASTIO_AUDIT_TIMESTAMP_URL: ")
                .contains("leave out user and password")
                .doesNotContain("mario", "secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MCP_PROXY_ORG_ID", "PROXY_TRUST_DOMAIN"})
    void whatBecomesPartOfIdsHoldsNoSeparators(String name) {
        assertThat(problems(Map.of(name, "acme::eve")))
                .singleElement()
                .asString()
                .startsWith(name + ": ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "raw:",
                "raw:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg",
                "raw:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ",
                "raw:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdH+8",
                "raw:thirty-two letters that are none of base64url"
            })
    void refusesAKeyThatIsNoneAndDoesNotShowIt(String value) {
        assertThat(problems(Map.of("MCP_PROXY_DB_ENCRYPTION_KEY", value)))
                .containsExactly(
                        "MCP_PROXY_DB_ENCRYPTION_KEY: \"***\" does not work; after raw: give 32 random bytes in"
                                + " base64url, which are 43 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "raw:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8, 32",
        "raw:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=, 32",
        "a passphrase of thirty-two letters, 0"
    })
    void tellsAKeyFromAPassphrase(String value, int bytes) throws Exception {
        Settings settings = SettingsReader.read(Map.of("MCP_PROXY_DB_ENCRYPTION_KEY", value));

        assertThat(settings.secrets()
                        .databaseEncryptionKey()
                        .flatMap(RawKey::of)
                        .orElse(new byte[0]))
                .hasSize(bytes);
    }

    private static Optional<String> given(String value) {
        return "-".equals(value) ? Optional.empty() : Optional.of(value);
    }

    private static List<String> problems(Map<String, String> environment) {
        return catchThrowableOfType(InvalidSettingsException.class, () -> SettingsReader.read(environment))
                .problems();
    }
}
