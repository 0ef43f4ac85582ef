package dev.mastio.proxy.config;

import java.util.Arrays;
import java.util.stream.Stream;

/** Every environment variable that the proxy reads. The table in docs/proxy.md is checked against this list. */
public enum Variable {
    ENVIRONMENT(
            "MCP_PROXY_ENVIRONMENT",
            "development",
            "`development` or `production`, which refuses what is unsafe (below)"),
    HOST("MCP_PROXY_HOST", "0.0.0.0", "address to bind, both listeners"),
    PORT("MCP_PROXY_PORT", "9443", "data port (TLS); 0 takes any free one"),
    OPS_PORT("MASTIO_OPS_PORT", "9464", "operations port (plain HTTP); 0 takes any free one"),
    TLS_CERT_FILE(
            "MASTIO_TLS_CERT_FILE",
            "",
            "PEM certificate chain, leaf first; read again when it changes. Without it the organisation issues one"),
    TLS_KEY_FILE("MASTIO_TLS_KEY_FILE", "", "PEM private key, EC or RSA, unencrypted"),
    TLS_MORE(
            "MASTIO_TLS_MORE_FILES",
            "",
            "further certificates for clients that ask for other host names: `CHAIN:KEY` pairs of files, comma-separated"),
    CLIENT_CA_FILE(
            "MASTIO_CLIENT_CA_FILE",
            "",
            "PEM certificates of authorities whose client certificates count besides those of the own Org CA; read again when it changes"),
    CERT_DIR(
            "MCP_PROXY_NGINX_CERT_DIR",
            "",
            "the original's directory: `mastio-server.crt`, `mastio-server.key` and `org-ca.crt` are taken from it, as soon as they are there"),
    SAN(
            "MCP_PROXY_NGINX_SAN",
            "mastio.local",
            "host names of a certificate that is made here, comma-separated, besides that of the public URL"),
    RENEWAL(
            "MCP_PROXY_NGINX_CERT_RENEW_WITHIN_DAYS",
            "30",
            "days before its end, from 1 to 89, from which a certificate that the organisation issued is replaced; it is good for 90"),
    TLS_ENGINE("MASTIO_TLS_ENGINE", "conscrypt", "`conscrypt` or `jdk`: who encrypts"),
    EDGE_UPSTREAM(
            "MASTIO_EDGE_UPSTREAM",
            "",
            "server that this process stands in front of instead of being one, as in `http://127.0.0.1:9100`; see [edge mode](#edge-mode)"),
    EDGE_CONNECTIONS(
            "MASTIO_EDGE_CONNECTIONS", "64", "edge mode: connections to the server that are kept for later requests"),
    EDGE_CONNECTION_MAX_REQUESTS(
            "MASTIO_EDGE_CONNECTION_MAX_REQUESTS",
            "1000",
            "edge mode: one of them is closed after as many; 1 keeps none"),
    EDGE_CONNECTION_IDLE(
            "MASTIO_EDGE_CONNECTION_IDLE_SECONDS", "60", "edge mode: one of them is closed when unused for as long"),
    EDGE_TIMEOUT(
            "MASTIO_EDGE_TIMEOUT_SECONDS",
            "60",
            "edge mode: longest silence of the server before an answer is given up; ten times as long for language models and MCP, 1440 times for the rest of `/v1` and the dashboard"),
    DATABASE_URL(
            "MCP_PROXY_DATABASE_URL",
            "sqlite:///./mcp_proxy.db",
            "`sqlite:///PATH` (relative), `sqlite:////PATH` (absolute) or `postgresql://HOST:PORT/DB`"),
    DB_URL("PROXY_DB_URL", "", "the same; wins over the former"),
    DATABASE_USERNAME("MASTIO_DATABASE_USERNAME", "", "database user, if it is not in the URL"),
    DATABASE_PASSWORD("MASTIO_DATABASE_PASSWORD", "", "database password, if it is not in the URL", true),
    REPLICAS("MASTIO_REPLICAS", "1", "how many processes like this one serve together; more than one need Postgres"),
    PUBLIC_URL(
            "MCP_PROXY_PROXY_PUBLIC_URL",
            "",
            "how clients reach it, as in `https://mastio.example:9443`; proofs of possession name it"),
    ORG_ID("MCP_PROXY_ORG_ID", "", "the organisation's id; without it one is derived from the Org CA and kept"),
    TRUST_DOMAIN("PROXY_TRUST_DOMAIN", "cullis.local", "domain of the SPIFFE ids in certificates"),
    PKI_DIR(
            "MASTIO_PKI_DIR",
            "",
            "directory with the organisation's certification: `org-ca.crt` and `org-ca.key`, or `org-ca.crt`, `mastio-ca.crt` and `mastio-ca.key`. Without it one is made"),
    ADMIN_SECRET("MCP_PROXY_ADMIN_SECRET", "", "what `X-Admin-Secret` must say; without it nobody is admin", true),
    DASHBOARD_SIGNING_KEY(
            "MCP_PROXY_DASHBOARD_SIGNING_KEY", "", "signs the cookies of those who approve enrolments", true),
    INITIAL_ADMIN_PASSWORD(
            "MCP_PROXY_INITIAL_ADMIN_PASSWORD", "", "the administrators' password, if none is set yet", true),
    DB_ENCRYPTION_KEY(
            "MCP_PROXY_DB_ENCRYPTION_KEY",
            "",
            "encrypts private keys in the database: a passphrase of at least 32 characters, or `raw:` and 32 random bytes in base64url, which start faster",
            true),
    AGENT_CERT_GRACE(
            "MCP_PROXY_AGENT_CERT_GRACE_PERIOD_HOURS", "48", "how long a replaced certificate of an agent stays valid"),
    DPOP_IAT_WINDOW("MCP_PROXY_DPOP_IAT_WINDOW", "60", "seconds for which a DPoP proof is good"),
    DPOP_CLOCK_SKEW("MCP_PROXY_DPOP_CLOCK_SKEW", "5", "seconds by which a client's clock may be ahead"),
    EGRESS_DPOP_MODE(
            "MCP_PROXY_EGRESS_DPOP_MODE",
            "optional",
            "`off`, `optional` or `required`: proofs beside client certificates"),
    LOCAL_TOKEN_REQUIRE_DPOP(
            "MCP_PROXY_LOCAL_TOKEN_REQUIRE_DPOP", "false", "whether tokens are minted only with a DPoP proof"),
    RATE_LIMIT_RPS("MCP_PROXY_GLOBAL_RATE_LIMIT_RPS", "500", "requests per second above which load is shed"),
    RATE_LIMIT_BURST("MCP_PROXY_GLOBAL_RATE_LIMIT_BURST", "1000", "requests that may come at once"),
    AGENT_RATE_LIMIT(
            "MCP_PROXY_RATE_LIMIT_PER_MINUTE",
            "1800",
            "requests of one agent with a client certificate in any 60 seconds"),
    MAX_BODY_BYTES(
            "MCP_PROXY_MAX_REQUEST_BODY_BYTES",
            "2097152",
            "larger request bodies get 413; in edge mode 4194304 unless given"),
    MAX_CONCURRENT(
            "MASTIO_MAX_CONCURRENT_REQUESTS", "512", "requests of one route family under way at once; more are shed"),
    MAX_BODIES_BYTES(
            "MASTIO_MAX_BODIES_BYTES",
            "0",
            "bytes of all request bodies held at once; more are shed. 0 stands for a quarter of the largest heap"),
    BREAKER_ON(
            "MASTIO_DB_LATENCY_SHED_ABOVE_MILLIS",
            "500",
            "99th percentile of the database's answers above which load is shed"),
    BREAKER_OFF("MASTIO_DB_LATENCY_SHED_UNTIL_MILLIS", "350", "and below which it no longer is"),
    ALLOWED_ORIGINS(
            "MCP_PROXY_ALLOWED_ORIGINS", "", "origins of web pages that may call, comma-separated, or `*` for all"),
    AUDIT_BATCH("MCP_PROXY_AUDIT_CHAIN_BATCH_SIZE", "512", "audited requests that one commit takes at most"),
    AUDIT_CHECKPOINT(
            "MASTIO_AUDIT_CHECKPOINT_SECONDS",
            "0",
            "how often the last row of each chain that grew is signed with the token key; 0 for never"),
    AUDIT_TIMESTAMPS(
            "MASTIO_AUDIT_TIMESTAMP_URL",
            "",
            "authority (RFC 3161 over HTTP) that confirms these rows, as in `http://tsa.example/tsr`, without user and password; it has ten seconds and 1 MiB for an answer"),
    CONNECTION_MAX_REQUESTS("MASTIO_CONNECTION_MAX_REQUESTS", "1000", "a client connection is closed after as many"),
    CONNECTION_MAX_AGE("MASTIO_CONNECTION_MAX_AGE_SECONDS", "60", "a client connection is closed when as old"),
    SHUTDOWN_ACCEPT("MASTIO_SHUTDOWN_ACCEPT_SECONDS", "5", "on SIGTERM: not ready, but still accepting"),
    SHUTDOWN_DRAIN("MASTIO_SHUTDOWN_DRAIN_SECONDS", "30", "after that: longest wait for answers under way"),
    SOAK_KEY_FILE("MASTIO_SOAK_KEY_FILE", "", "key that signs soak tokens; without it no request counts as soak"),
    LOG_LEVEL("MCP_PROXY_LOG_LEVEL", "INFO", "`TRACE`, `DEBUG`, `INFO`, `WARN` or `ERROR`"),
    VERSION(
            "CULLIS_MASTIO_VERSION",
            "dev",
            "the version in `/health`; a Connector that enrols as a workload refuses numbers below 0.5.0, and lets pass what is no number");

    private static final String FILE_SUFFIX = "_FILE";

    private final String key;
    private final String fallback;
    private final String meaning;
    private final boolean secret;

    Variable(String key, String fallback, String meaning) {
        this(key, fallback, meaning, false);
    }

    Variable(String key, String fallback, String meaning, boolean secret) {
        this.key = key;
        this.fallback = fallback;
        this.meaning = meaning;
        this.secret = secret;
    }

    /** The name in the environment. */
    public String key() {
        return key;
    }

    /** For secrets: the name that gives a file with the value instead. */
    public String fileKey() {
        return key + FILE_SUFFIX;
    }

    /** The value when the variable is unset or empty; empty when there is none. */
    public String fallback() {
        return fallback;
    }

    /** What it does, in Markdown. */
    public String meaning() {
        return meaning;
    }

    /** Whether its value must not be shown, and may come from a file. */
    public boolean secret() {
        return secret;
    }

    /** Every name that is read. */
    static Stream<String> names() {
        return Arrays.stream(values())
                .flatMap(variable ->
                        variable.secret ? Stream.of(variable.key, variable.fileKey()) : Stream.of(variable.key));
    }
}
