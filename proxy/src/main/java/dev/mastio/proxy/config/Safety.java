package dev.mastio.proxy.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What must not be, anywhere or in production. The table in docs/proxy.md is checked against this list.
 *
 * @param broken whether that is how it is
 */
record Safety(Scope scope, Variable variable, String danger, String fix, Predicate<Facts> broken) {

    private static final int SECRET_LENGTH = 32;
    private static final int PASSWORD_LENGTH = 12;
    /** Without asking the name service, which may answer something else next time. */
    private static final Pattern HERE = Pattern.compile("127(\\.\\d{1,3}){3}|\\[::1]|localhost");

    private static final String ORIGINALS_DEFAULT = "change-me-in-production";
    private static final String TOO_SHORT = "it is missing or shorter than 32 characters";
    private static final String LONGER = "give a random one of at least 32 characters";

    static final List<Safety> RULES = List.of(
            new Safety(
                    Scope.EVERYWHERE,
                    Variable.ADMIN_SECRET,
                    "it is the original's default, which everybody knows",
                    LONGER,
                    facts -> isDefault(facts.settings.secrets().admin())),
            new Safety(
                    Scope.EVERYWHERE,
                    Variable.REPLICAS,
                    "several replicas need one database, and SQLite is a file of one",
                    "set MCP_PROXY_DATABASE_URL to a Postgres URL, or MASTIO_REPLICAS to 1",
                    facts -> facts.settings.upstream().isEmpty()
                            && facts.replicas > 1
                            && facts.settings.database() instanceof Database.Sqlite),
            new Safety(
                    Scope.OWN_PRODUCTION,
                    Variable.ADMIN_SECRET,
                    TOO_SHORT,
                    LONGER,
                    facts -> isShort(facts.settings.secrets().admin(), SECRET_LENGTH)),
            new Safety(
                    Scope.OWN_PRODUCTION,
                    Variable.DASHBOARD_SIGNING_KEY,
                    TOO_SHORT,
                    LONGER + ", the same on every replica",
                    facts -> isShort(facts.settings.secrets().dashboardSigningKey(), SECRET_LENGTH)),
            new Safety(
                    Scope.OWN_PRODUCTION,
                    Variable.DB_ENCRYPTION_KEY,
                    TOO_SHORT + ", so private keys would lie open in the database",
                    LONGER + ", the same on every replica",
                    facts -> isShort(facts.settings.secrets().databaseEncryptionKey(), SECRET_LENGTH)),
            new Safety(
                    Scope.PRODUCTION,
                    Variable.INITIAL_ADMIN_PASSWORD,
                    "it is shorter than 12 characters",
                    "give a longer one, or none",
                    facts -> facts.settings.secrets().initialAdminPassword().isPresent()
                            && isShort(facts.settings.secrets().initialAdminPassword(), PASSWORD_LENGTH)),
            new Safety(
                    Scope.PRODUCTION,
                    Variable.ALLOWED_ORIGINS,
                    "any web page could call with a visitor's rights",
                    "name the origins one by one instead of *",
                    facts -> facts.settings.allowedOrigins().contains("*")),
            new Safety(
                    Scope.EDGE_PRODUCTION,
                    Variable.TLS_CERT_FILE,
                    "it is missing, and nobody can trust the self-signed certificate that would be made",
                    "give a certificate and its key, or MCP_PROXY_NGINX_CERT_DIR",
                    facts -> facts.settings.tls().own().isEmpty()),
            new Safety(
                    Scope.PRODUCTION,
                    Variable.EDGE_UPSTREAM,
                    "clients' certificates would be told to it in the clear across a network, where anybody could tell it others",
                    "put it beside this process, bound to 127.0.0.1, and give http://127.0.0.1:PORT",
                    facts -> facts.settings
                            .upstream()
                            .filter(upstream -> !isHere(upstream.url()))
                            .isPresent()));

    /** Where a rule holds. */
    enum Scope {
        EVERYWHERE("always"),
        PRODUCTION("production"),
        /** An edge has no secrets: the server behind it has. */
        OWN_PRODUCTION("production, but not in edge mode"),
        /** Who is no edge has an organisation, which issues a certificate. */
        EDGE_PRODUCTION("production in edge mode");

        private final String label;

        Scope(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        private boolean covers(Settings settings) {
            return switch (this) {
                case EVERYWHERE -> true;
                case PRODUCTION -> settings.production();
                case OWN_PRODUCTION ->
                    settings.production() && settings.upstream().isEmpty();
                case EDGE_PRODUCTION ->
                    settings.production() && settings.upstream().isPresent();
            };
        }
    }

    /** What rules look at. */
    record Facts(Settings settings, int replicas) {}

    /** One line for each rule that is broken: the setting, why, what to do. */
    static List<String> problems(Settings settings, int replicas) {
        Facts facts = new Facts(settings, replicas);
        return RULES.stream()
                .filter(rule -> rule.scope.covers(settings) && rule.broken.test(facts))
                .map(rule -> "%s: %s; %s".formatted(rule.variable.key(), rule.danger, rule.fix))
                .toList();
    }

    private static boolean isHere(URI url) {
        return HERE.matcher(url.getHost()).matches();
    }

    private static boolean isShort(Optional<Secret> secret, int length) {
        return secret.isEmpty() || secret.get().length() < length;
    }

    private static boolean isDefault(Optional<Secret> secret) {
        return secret.isPresent() && secret.get().value().equals(ORIGINALS_DEFAULT);
    }
}
