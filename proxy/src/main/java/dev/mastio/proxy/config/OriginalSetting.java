package dev.mastio.proxy.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Settings for parts that are not here, mostly the original's, or that cannot be turned off here. A value that asks for what we do
 * anyway is fine; any other stops the start, because whoever set it counts on it. The table in docs/proxy.md is checked against
 * this list.
 */
enum OriginalSetting {
    STANDALONE("true", "there is no federation with a Court"),
    AUDIT_FAIL_DENY("true", "an answer never leaves before its audit row is durable"),
    AUDIT_CHAIN_DISABLED("false", "audit is always on"),
    AUDIT_CHAIN_FLUSH_INTERVAL_S(Accepted.ANY, "rows are committed as they come, in groups; no timer"),
    AUDIT_CHAIN_BACKGROUND_FAIL_DENY("true", "no row is written in the background"),
    AUDIT_CHAIN_BACKGROUND_FAIL_OPEN("false", "no row is written in the background"),
    REDIS_URL(Accepted.NONE, "replicas share their state in Postgres"),
    ALLOW_INMEMORY_SECURITY_STORES(
            "false", "replay keys and login challenges are kept in the database, never only in memory"),
    DEPLOYMENT_TOPOLOGY(Accepted.ANY, "`MASTIO_REPLICAS` says how many processes there are"),
    SECRET_BACKEND(
            "env",
            "secrets come from variables or from files named by `…_FILE`, which the agent or CSI driver of a vault can write"),
    KMS_BACKEND("local", "private keys are encrypted with `MCP_PROXY_DB_ENCRYPTION_KEY`"),
    WEBAUTHN_ENFORCEMENT(
            "off warn",
            "there are no passkeys; who approves enrolments signs in with a password, or uses the admin command"),
    WEBAUTHN_WARN_INSECURE_OK(Accepted.ANY, "as above"),
    TOOL_PDP_ENABLED("false", Accepted.NO_TOOLS),
    PDP_WEBHOOK_HMAC_SECRET(Accepted.NONE, Accepted.NO_TOOLS),
    POLICY_WEBHOOK_ALLOW_PRIVATE_IPS("false", Accepted.NO_TOOLS),
    INTERNAL_HOST_ALLOWLIST(Accepted.NONE, Accepted.NO_TOOLS),
    AI_GATEWAY_BACKEND(Accepted.NONE, Accepted.NO_MODELS),
    AI_GATEWAY_URL(Accepted.NONE, Accepted.NO_MODELS),
    AI_GATEWAY_REQUEST_TIMEOUT_S(Accepted.ANY, Accepted.NO_MODELS),
    AI_PROBE_ALLOW_BYO_ENDPOINT("false", Accepted.NO_MODELS),
    ANTHROPIC_API_KEY(Accepted.NONE, Accepted.NO_MODELS),
    LLM_TOKENS_PER_MINUTE(Accepted.ANY, Accepted.NO_MODELS),
    ANOMALY_QUARANTINE_MODE("off shadow", "this version puts nobody into quarantine by itself"),
    WORKERS("MASTIO_", Accepted.ANY, "one process uses all processors that it is given"),
    PLUGINS("MASTIO_", Accepted.NONE, "this version loads no plugins"),
    LICENSE_KEY("CULLIS_", Accepted.ANY, Accepted.NO_LICENCE),
    LICENSE_PATH("CULLIS_", Accepted.ANY, Accepted.NO_LICENCE),
    LICENSE_PUBKEY_PATH("CULLIS_", Accepted.ANY, Accepted.NO_LICENCE);

    private final String prefix;
    /** Words, or {@link Accepted#ANY}. */
    private final String accepted;

    private final String instead;

    OriginalSetting(String accepted, String instead) {
        this("MCP_PROXY_", accepted, instead);
    }

    OriginalSetting(String prefix, String accepted, String instead) {
        this.prefix = prefix;
        this.accepted = accepted;
        this.instead = instead;
    }

    /** The name in the environment. */
    String key() {
        return prefix + name();
    }

    /** The values that do no harm, in Markdown. */
    String acceptedValues() {
        if (accepted.equals(Accepted.ANY)) {
            return "any";
        }
        return accepted.isEmpty() ? "none" : "`" + accepted.replace(" ", "`, `") + "`";
    }

    /** What there is in its place, in Markdown. */
    String instead() {
        return instead;
    }

    static Optional<OriginalSetting> named(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }

    /** Why this value cannot be, and what to do; never the value itself, which may be a secret. */
    Optional<String> problem(String value) {
        if (accepted.equals(Accepted.ANY) || List.of(accepted.split(" ")).contains(value.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        String fix = accepted.isEmpty() ? "unset it" : "set it to " + accepted.replace(" ", " or ") + ", or unset it";
        return Optional.of("%s: cannot be honoured: %s; %s".formatted(key(), instead.replace("`", ""), fix));
    }

    /** Which values do no harm. Apart, because an enum's constants come before its own fields. */
    private static final class Accepted {
        static final String ANY = "*";
        static final String NONE = "";
        static final String NO_TOOLS = "this version runs no tools and asks no policy";
        static final String NO_MODELS = "this version has no AI gateway";
        static final String NO_LICENCE = "all that is here works without a licence; none is read or checked";
    }
}
