package dev.mastio.proxy.config;

/** Every environment variable that the proxy reads. The table in docs/proxy.md is checked against this list. */
public enum Variable {
    ENVIRONMENT("MCP_PROXY_ENVIRONMENT", "development", "`development` or `production`, which refuses what is unsafe"),
    HOST("MCP_PROXY_HOST", "0.0.0.0", "address to bind, both listeners"),
    PORT("MCP_PROXY_PORT", "9443", "data port (TLS); 0 takes any free one"),
    OPS_PORT("MASTIO_OPS_PORT", "9464", "operations port (plain HTTP); 0 takes any free one"),
    TLS_CERT_FILE(
            "MASTIO_TLS_CERT_FILE",
            "",
            "PEM certificate chain, leaf first; read again when it changes. Without it a self-signed certificate is made"),
    TLS_KEY_FILE("MASTIO_TLS_KEY_FILE", "", "PEM private key in PKCS#8, EC or RSA"),
    DATABASE_URL(
            "MCP_PROXY_DATABASE_URL",
            "sqlite:///./mcp_proxy.db",
            "`sqlite:///PATH` (relative), `sqlite:////PATH` (absolute) or `postgresql://HOST:PORT/DB`"),
    DB_URL("PROXY_DB_URL", "", "the same; wins over the former"),
    DATABASE_USERNAME("MASTIO_DATABASE_USERNAME", "", "database user, if it is not in the URL"),
    DATABASE_PASSWORD("MASTIO_DATABASE_PASSWORD", "", "database password, if it is not in the URL"),
    ORG_ID("MCP_PROXY_ORG_ID", "", "the organisation's id; without it one is derived from the Org CA and kept"),
    TRUST_DOMAIN("PROXY_TRUST_DOMAIN", "cullis.local", "domain of the SPIFFE ids in certificates"),
    PKI_DIR(
            "MASTIO_PKI_DIR",
            "",
            "directory with the organisation's certification: `org-ca.crt` and `org-ca.key`, or `org-ca.crt`, `mastio-ca.crt` and `mastio-ca.key`. Without it one is made"),
    ADMIN_SECRET("MCP_PROXY_ADMIN_SECRET", "", "what `X-Admin-Secret` must say; without it nobody is admin"),
    DASHBOARD_SIGNING_KEY("MCP_PROXY_DASHBOARD_SIGNING_KEY", "", "signs the cookies of those who approve enrolments"),
    INITIAL_ADMIN_PASSWORD("MCP_PROXY_INITIAL_ADMIN_PASSWORD", "", "the administrators' password, if none is set yet"),
    DB_ENCRYPTION_KEY(
            "MCP_PROXY_DB_ENCRYPTION_KEY", "", "encrypts private keys in the database, at least 32 characters"),
    AGENT_CERT_GRACE(
            "MCP_PROXY_AGENT_CERT_GRACE_PERIOD_HOURS", "48", "how long a replaced certificate of an agent stays valid"),
    RATE_LIMIT_RPS("MCP_PROXY_GLOBAL_RATE_LIMIT_RPS", "500", "requests per second above which load is shed"),
    RATE_LIMIT_BURST("MCP_PROXY_GLOBAL_RATE_LIMIT_BURST", "1000", "requests that may come at once"),
    MAX_BODY_BYTES("MCP_PROXY_MAX_REQUEST_BODY_BYTES", "2097152", "larger request bodies get 413"),
    CONNECTION_MAX_REQUESTS("MASTIO_CONNECTION_MAX_REQUESTS", "1000", "a client connection is closed after as many"),
    CONNECTION_MAX_AGE("MASTIO_CONNECTION_MAX_AGE_SECONDS", "60", "a client connection is closed when as old"),
    SHUTDOWN_ACCEPT("MASTIO_SHUTDOWN_ACCEPT_SECONDS", "5", "on SIGTERM: not ready, but still accepting"),
    SHUTDOWN_DRAIN("MASTIO_SHUTDOWN_DRAIN_SECONDS", "30", "after that: longest wait for answers under way"),
    SOAK_KEY_FILE("MASTIO_SOAK_KEY_FILE", "", "key that signs soak tokens; without it no request counts as soak"),
    LOG_LEVEL("MCP_PROXY_LOG_LEVEL", "INFO", "`TRACE`, `DEBUG`, `INFO`, `WARN` or `ERROR`"),
    VERSION("CULLIS_MASTIO_VERSION", "dev", "the version in `/health`"),
    LICENSE_PATH("CULLIS_LICENSE_PATH", "", "licence file"),
    PLUGINS("MASTIO_PLUGINS", "", "names of plugins, comma-separated");

    private final String key;
    private final String fallback;
    private final String meaning;

    Variable(String key, String fallback, String meaning) {
        this.key = key;
        this.fallback = fallback;
        this.meaning = meaning;
    }

    /** The name in the environment. */
    public String key() {
        return key;
    }

    /** The value when the variable is unset or empty; empty when there is none. */
    public String fallback() {
        return fallback;
    }

    /** What it does, in Markdown. */
    public String meaning() {
        return meaning;
    }
}
