package dev.mastio.proxy.config;

import static dev.mastio.proxy.config.Variable.*;

import dev.mastio.proxy.config.Database.Credentials;
import dev.mastio.proxy.config.Settings.ProofRule;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns the environment into {@link Settings}, or into everything that is wrong with it. */
public final class SettingsReader {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_SECONDS = 86_400;
    private static final int MAX_MILLIS = 60_000;
    private static final int MAX_RATE = 10_000_000;
    private static final int MAX_HOURS = 10_000;
    private static final int MAX_REPLICAS = 10_000;
    private static final int MAX_CONNECTIONS = 10_000;
    private static final int MAX_ROWS = 100_000;
    /** As much as the original's edge takes: the server behind has a limit of its own, and an answer of its own for what is above it. */
    private static final int EDGE_BODY_BYTES = 4 << 20;

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
        Settings settings = settings(environment);
        List<String> problems = new ArrayList<>(environment.problems());
        problems.addAll(Names.problems(variables));
        problems.addAll(Safety.problems(settings, environment.number(REPLICAS, 1, MAX_REPLICAS)));
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return settings;
    }

    private static Settings settings(Environment environment) {
        Settings.Organisation organisation = organisation(environment);
        return new Settings(
                environment
                        .choice(Variable.ENVIRONMENT, List.of("development", "production"))
                        .equals("production"),
                listen(environment),
                TlsReader.read(environment, organisation.publicUrl()),
                upstream(environment),
                database(environment),
                organisation,
                secrets(environment),
                proofs(environment),
                shedding(environment),
                bounds(environment),
                Set.copyOf(environment.list(ALLOWED_ORIGINS)),
                audit(environment),
                recycling(environment),
                shutdown(environment),
                environment.readableFile(SOAK_KEY_FILE),
                logLevel(environment),
                environment.text(VERSION));
    }

    private static Settings.Listen listen(Environment environment) {
        return new Settings.Listen(
                environment.text(HOST),
                environment.number(PORT, 0, MAX_PORT),
                environment.number(OPS_PORT, 0, MAX_PORT));
    }

    private static Optional<Settings.Upstream> upstream(Environment environment) {
        int connections = environment.number(EDGE_CONNECTIONS, 1, MAX_CONNECTIONS);
        int requests = environment.number(EDGE_CONNECTION_MAX_REQUESTS, 1, Integer.MAX_VALUE);
        Duration idle = Duration.ofSeconds(environment.number(EDGE_CONNECTION_IDLE, 1, MAX_SECONDS));
        Duration patience = Duration.ofSeconds(environment.number(EDGE_TIMEOUT, 1, MAX_SECONDS));
        return url(environment, EDGE_UPSTREAM, Set.of("http"))
                .map(url -> new Settings.Upstream(url, connections, requests, idle, patience));
    }

    private static Database database(Environment environment) {
        Variable source = environment.optional(DB_URL).isPresent() ? DB_URL : DATABASE_URL;
        String url = environment.text(source);
        Credentials given = new Credentials(
                environment.optional(DATABASE_USERNAME),
                environment.secret(DATABASE_PASSWORD).map(Secret::value));
        try {
            return DatabaseUrl.read(url, given);
        } catch (IllegalArgumentException e) {
            environment.problem(source, ShownUrl.of(url), advice(e));
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
                environment.name(ORG_ID),
                environment.name(TRUST_DOMAIN).orElse(TRUST_DOMAIN.fallback()),
                url(environment, PUBLIC_URL, Set.of("https", "http")),
                Duration.ofHours(environment.number(AGENT_CERT_GRACE, 0, MAX_HOURS)),
                environment.directory(PKI_DIR));
    }

    private static Settings.Secrets secrets(Environment environment) {
        return new Settings.Secrets(
                environment.secret(ADMIN_SECRET),
                environment.secret(DASHBOARD_SIGNING_KEY),
                environment.secret(INITIAL_ADMIN_PASSWORD),
                databaseEncryptionKey(environment));
    }

    private static Optional<Secret> databaseEncryptionKey(Environment environment) {
        Optional<Secret> key = environment.secret(DB_ENCRYPTION_KEY);
        key.filter(RawKey::isDamaged)
                .ifPresent(damaged -> environment.problem(DB_ENCRYPTION_KEY, damaged.toString(), RawKey.ADVICE));
        return key;
    }

    private static Settings.Proofs proofs(Environment environment) {
        return new Settings.Proofs(
                Duration.ofSeconds(environment.number(DPOP_IAT_WINDOW, 1, MAX_SECONDS)),
                Duration.ofSeconds(environment.number(DPOP_CLOCK_SKEW, 0, MAX_SECONDS)),
                ProofRule.valueOf(environment
                        .choice(EGRESS_DPOP_MODE, List.of("off", "optional", "required"))
                        .toUpperCase(Locale.ROOT)),
                environment.flag(LOCAL_TOKEN_REQUIRE_DPOP));
    }

    private static Settings.Shedding shedding(Environment environment) {
        return new Settings.Shedding(
                environment.number(RATE_LIMIT_RPS, 1, MAX_RATE), environment.number(RATE_LIMIT_BURST, 1, MAX_RATE));
    }

    private static Settings.Bounds bounds(Environment environment) {
        int bodies = environment.number(MAX_BODIES_BYTES, 0, Integer.MAX_VALUE);
        return new Settings.Bounds(
                environment.number(AGENT_RATE_LIMIT, 1, MAX_RATE),
                bodyBytes(environment),
                environment.number(MAX_CONCURRENT, 1, MAX_RATE),
                bodies == 0 ? Runtime.getRuntime().maxMemory() / 4 : bodies,
                databaseLatency(environment));
    }

    private static int bodyBytes(Environment environment) {
        boolean chosen = environment.optional(MAX_BODY_BYTES).isPresent();
        return !chosen && environment.optional(EDGE_UPSTREAM).isPresent()
                ? EDGE_BODY_BYTES
                : environment.number(MAX_BODY_BYTES, 0, Integer.MAX_VALUE);
    }

    private static Settings.DatabaseLatency databaseLatency(Environment environment) {
        int above = environment.number(BREAKER_ON, 1, MAX_MILLIS);
        int until = environment.number(BREAKER_OFF, 1, MAX_MILLIS);
        if (until > above) {
            environment.problem(BREAKER_OFF, Integer.toString(until), "give at most " + BREAKER_ON.key());
        }
        return new Settings.DatabaseLatency(Duration.ofMillis(above), Duration.ofMillis(until));
    }

    private static Settings.Audit audit(Environment environment) {
        int checkpoint = environment.number(AUDIT_CHECKPOINT, 0, MAX_SECONDS);
        Optional<String> given = environment.optional(AUDIT_TIMESTAMPS);
        Optional<URI> authority = given.flatMap(SettingsReader::web);
        if (given.isPresent() && authority.isEmpty()) {
            environment.problem(AUDIT_TIMESTAMPS, ShownUrl.of(given.get()), "give an http or https URL");
        }
        if (authority.filter(url -> url.getRawUserInfo() != null).isPresent()) {
            environment.problem(
                    AUDIT_TIMESTAMPS,
                    authority.map(URI::toString).map(ShownUrl::of).orElse(""),
                    "leave out user and password: they are not sent to authorities; use one that asks for none, or a proxy of yours that adds them");
        }
        if (authority.isPresent() && checkpoint == 0) {
            environment.problem(AUDIT_CHECKPOINT, "0", "say how often, or unset " + AUDIT_TIMESTAMPS.key());
        }
        return new Settings.Audit(
                environment.number(AUDIT_BATCH, 1, MAX_ROWS),
                checkpoint == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(checkpoint)),
                authority);
    }

    private static Optional<URI> web(String text) {
        try {
            return Optional.of(URI.create(text))
                    .filter(url -> url.getHost() != null
                            && ("http".equals(url.getScheme()) || "https".equals(url.getScheme())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Scheme, host and perhaps a port, nothing else. */
    private static Optional<URI> url(Environment environment, Variable variable, Set<String> schemes) {
        Optional<String> value = environment.optional(variable);
        try {
            Optional<URI> url = value.map(URI::create);
            if (url.filter(given -> !isOrigin(given, schemes)).isEmpty()) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the same problem
        }
        environment.problem(
                variable,
                value.map(ShownUrl::of).orElse(""),
                "give SCHEME://HOST:PORT without a path, where SCHEME is " + String.join(" or ", sorted(schemes)));
        return Optional.empty();
    }

    private static List<String> sorted(Set<String> schemes) {
        return schemes.stream().sorted().toList();
    }

    private static boolean isOrigin(URI url, Set<String> schemes) {
        return url.getScheme() != null
                && schemes.contains(url.getScheme())
                && url.getHost() != null
                && url.getUserInfo() == null
                && (url.getPath().isEmpty() || url.getPath().equals("/"))
                && url.getQuery() == null
                && url.getFragment() == null;
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
}
