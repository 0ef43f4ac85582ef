package dev.mastio.operator.desired;

import dev.mastio.api.PodOverrides.Setting;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Settings of the proxy that are neither secret nor a file nor different from pod to pod. */
final class ProxySettings {

    /** Together below the pod's grace period of 40 s. */
    static final int ACCEPT_SECONDS = 5;

    static final int DRAIN_SECONDS = 30;

    /**
     * Where replicas come and go, clients that keep their connections must meet the new ones within seconds: a replica that nobody
     * calls relieves nobody. The price is a TLS handshake per client in these ten seconds. Users may set another value.
     */
    static final Map<String, String> DEFAULTS_ON_POSTGRES = Map.of("MASTIO_CONNECTION_MAX_AGE_SECONDS", "10");

    /** A Mastio refuses what is unsafe, unless a user asks for another environment. */
    static final Map<String, String> DEFAULTS = Map.of("MCP_PROXY_ENVIRONMENT", "production");

    /** What the operator decides; a user who sets one of these is told so. */
    static final Set<String> RESERVED = Set.of(
            "CULLIS_LICENSE_PATH",
            "JAVA_TOOL_OPTIONS",
            "MASTIO_DATABASE_PASSWORD",
            "MASTIO_DATABASE_PASSWORD_FILE",
            "MASTIO_DATABASE_USERNAME",
            "MASTIO_EDGE_UPSTREAM",
            "MASTIO_OPS_PORT",
            "MASTIO_PKI_DIR",
            "MASTIO_PLUGINS",
            // Left at 1: its one use is to refuse SQLite to several, which the spec's rules do; a value that follows
            // autoscaling.max would roll all pods when that is raised under load.
            "MASTIO_REPLICAS",
            "MASTIO_SHUTDOWN_ACCEPT_SECONDS",
            "MASTIO_SHUTDOWN_DRAIN_SECONDS",
            "MASTIO_SOAK_KEY_FILE",
            "MASTIO_TLS_CERT_FILE",
            "MASTIO_TLS_KEY_FILE",
            "MCP_PROXY_ADMIN_SECRET",
            "MCP_PROXY_ADMIN_SECRET_FILE",
            "MCP_PROXY_DASHBOARD_SIGNING_KEY",
            "MCP_PROXY_DASHBOARD_SIGNING_KEY_FILE",
            "MCP_PROXY_DATABASE_URL",
            "MCP_PROXY_DB_ENCRYPTION_KEY",
            "MCP_PROXY_DB_ENCRYPTION_KEY_FILE",
            "MCP_PROXY_GLOBAL_RATE_LIMIT_BURST",
            "MCP_PROXY_GLOBAL_RATE_LIMIT_RPS",
            "MCP_PROXY_HOST",
            "MCP_PROXY_NGINX_CERT_DIR",
            "MCP_PROXY_PORT",
            "PROXY_DB_URL");

    /** Names of a certificate that the organisation issues to the server. Users may have more, such as addresses. */
    static final String SERVER_NAMES = "MCP_PROXY_NGINX_SAN";

    /** Name of the organisation; without it the proxy derives one from the Org Root. */
    static final String ORGANISATION = "MCP_PROXY_ORG_ID";

    static SortedMap<String, String> of(InstancePlan plan) {
        SortedMap<String, String> settings = new TreeMap<>(DEFAULTS);
        if (!plan.onVolume()) settings.putAll(DEFAULTS_ON_POSTGRES);
        for (Setting setting : plan.spec().pod().env()) {
            if (!RESERVED.contains(setting.name())) settings.put(setting.name(), setting.value());
        }
        settings.put("MCP_PROXY_PORT", Integer.toString(InstancePlan.HTTPS_PORT));
        settings.put("MASTIO_OPS_PORT", Integer.toString(InstancePlan.OPS_PORT));
        settings.put(
                "MCP_PROXY_GLOBAL_RATE_LIMIT_RPS",
                Integer.toString(plan.capacity().sheddingRate()));
        settings.put(
                "MCP_PROXY_GLOBAL_RATE_LIMIT_BURST",
                Integer.toString(plan.capacity().sheddingBurst()));
        settings.put("MASTIO_SHUTDOWN_ACCEPT_SECONDS", Integer.toString(ACCEPT_SECONDS));
        settings.put("MASTIO_SHUTDOWN_DRAIN_SECONDS", Integer.toString(DRAIN_SECONDS));
        plan.edge().ifPresent(edge -> settings.put("MASTIO_EDGE_UPSTREAM", "http://127.0.0.1:" + edge.port()));
        if (plan.tlsSecret().isEmpty()) {
            settings.merge(SERVER_NAMES, String.join(",", ServerNames.of(plan)), (users, own) -> own + "," + users);
        }
        if (!plan.spec().plugins().isEmpty())
            settings.put("MASTIO_PLUGINS", String.join(",", plan.spec().plugins()));
        return settings;
    }

    private ProxySettings() {}
}
