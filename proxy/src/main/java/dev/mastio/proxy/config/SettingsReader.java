package dev.mastio.proxy.config;

import static dev.mastio.proxy.config.Variable.*;

import dev.mastio.proxy.config.Database.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the environment into {@link Settings}, or into everything that is wrong with it. */
public final class SettingsReader {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_HOURS = 24 * 365;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,64}");
    private static final int MAX_SECONDS = 86_400;
    private static final int MAX_RATE = 10_000_000;
    private static final Map<String, String> LEVELS = Map.of(
            "TRACE",
            "TRACE",
            "DEBUG",
            "DEBUG",
            "INFO",
            "INFO",
            "WARN",
            "WARN",
            "ERROR",
            "ERROR",
            // the original's names for the same
            "WARNING",
            "WARN",
            "CRITICAL",
            "ERROR");

    private SettingsReader() {}

    /**
     * Reads the environment.
     *
     * @throws InvalidSettingsException naming every variable that cannot work
     */
    public static Settings read(Map<String, String> variables) throws InvalidSettingsException {
        Environment environment = new Environment(variables);
        Settings settings = new Settings(
                environment.text(Variable.ENVIRONMENT).equals("production"),
                listen(environment),
                tls(environment),
                database(environment),
                organisation(environment),
                secrets(environment),
                shedding(environment),
                environment.number(MAX_BODY_BYTES, 0, Integer.MAX_VALUE),
                recycling(environment),
                shutdown(environment),
                environment.readableFile(SOAK_KEY_FILE),
                logLevel(environment),
                environment.text(VERSION),
                environment.readableFile(LICENSE_PATH),
                plugins(environment));
        if (!environment.problems().isEmpty()) {
            throw new InvalidSettingsException(environment.problems());
        }
        return settings;
    }

    /** Names that look like ours but that nothing reads: most likely misspelt, so worth a warning. */
    public static List<String> unknownNames(Map<String, String> variables) {
        Set<String> known = Arrays.stream(Variable.values()).map(Variable::key).collect(Collectors.toSet());
        return variables.keySet().stream()
                .filter(name -> name.startsWith("MASTIO_") || name.startsWith("MCP_PROXY_"))
                .filter(name -> !known.contains(name))
                .sorted()
                .toList();
    }

    private static Settings.Listen listen(Environment environment) {
        return new Settings.Listen(
                environment.text(HOST),
                environment.number(PORT, 0, MAX_PORT),
                environment.number(OPS_PORT, 0, MAX_PORT));
    }

    private static Optional<Settings.TlsFiles> tls(Environment environment) {
        Optional<Path> certificate = environment.readableFile(TLS_CERT_FILE);
        Optional<Path> key = environment.readableFile(TLS_KEY_FILE);
        if (certificate.isPresent() != key.isPresent()) {
            Variable missing = certificate.isPresent() ? TLS_KEY_FILE : TLS_CERT_FILE;
            environment.problem(missing, "", "set both this and its counterpart, or neither");
        }
        return certificate.flatMap(chain -> key.map(pkcs8 -> new Settings.TlsFiles(chain, pkcs8)));
    }

    private static Database database(Environment environment) {
        Variable source = environment.optional(DB_URL).isPresent() ? DB_URL : DATABASE_URL;
        String url = environment.text(source);
        Credentials given =
                new Credentials(environment.optional(DATABASE_USERNAME), environment.optional(DATABASE_PASSWORD));
        try {
            return DatabaseUrl.read(url, given);
        } catch (IllegalArgumentException e) {
            environment.problem(source, DatabaseUrl.redacted(url), advice(e));
            return new Database.Sqlite(Path.of("unused"));
        }
    }

    /** A URI parser's message repeats its input, which may hold a password; ours never do. */
    private static String advice(IllegalArgumentException e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : "it is no valid URL; percent-encode special characters in user and password";
    }

    private static Settings.Organisation organisation(Environment environment) {
        return new Settings.Organisation(
                name(environment, ORG_ID),
                name(environment, TRUST_DOMAIN).orElse(TRUST_DOMAIN.fallback()),
                Duration.ofHours(environment.number(AGENT_CERT_GRACE, 0, MAX_HOURS)),
                directory(environment, PKI_DIR));
    }

    /** They become parts of URIs and of ids that are split at colons. */
    private static Optional<String> name(Environment environment, Variable variable) {
        Optional<String> name = environment.optional(variable);
        name.filter(text -> !NAME.matcher(text).matches())
                .ifPresent(text -> environment.problem(
                        variable, text, "give 1 to 64 letters, digits, dots, hyphens and underscores"));
        return name;
    }

    private static Optional<Path> directory(Environment environment, Variable variable) {
        Optional<Path> directory = environment.optional(variable).map(Path::of);
        directory
                .filter(path -> !Files.isDirectory(path))
                .ifPresent(path -> environment.problem(variable, path.toString(), "give a directory, or unset it"));
        return directory;
    }

    private static Settings.Secrets secrets(Environment environment) {
        return new Settings.Secrets(
                environment.optional(ADMIN_SECRET).map(Secret::new),
                environment.optional(DASHBOARD_SIGNING_KEY).map(Secret::new),
                environment.optional(INITIAL_ADMIN_PASSWORD).map(Secret::new),
                environment.optional(DB_ENCRYPTION_KEY).map(Secret::new));
    }

    private static Settings.Shedding shedding(Environment environment) {
        return new Settings.Shedding(
                environment.number(RATE_LIMIT_RPS, 1, MAX_RATE), environment.number(RATE_LIMIT_BURST, 1, MAX_RATE));
    }

    private static Settings.Recycling recycling(Environment environment) {
        return new Settings.Recycling(
                environment.number(CONNECTION_MAX_REQUESTS, 1, Integer.MAX_VALUE),
                Duration.ofSeconds(environment.number(CONNECTION_MAX_AGE, 1, MAX_SECONDS)));
    }

    private static Settings.Shutdown shutdown(Environment environment) {
        return new Settings.Shutdown(
                Duration.ofSeconds(environment.number(SHUTDOWN_ACCEPT, 0, MAX_SECONDS)),
                Duration.ofSeconds(environment.number(SHUTDOWN_DRAIN, 0, MAX_SECONDS)));
    }

    private static String logLevel(Environment environment) {
        String value = environment.text(LOG_LEVEL);
        String level = LEVELS.get(value.toUpperCase(Locale.ROOT));
        if (level == null) {
            environment.problem(LOG_LEVEL, value, "give one of TRACE, DEBUG, INFO, WARN, ERROR");
            return "INFO";
        }
        return level;
    }

    private static List<String> plugins(Environment environment) {
        return Arrays.stream(environment.text(PLUGINS).split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
