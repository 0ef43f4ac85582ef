package dev.mastio.operator.desired;

import dev.mastio.api.Edge;
import dev.mastio.api.PodOverrides.Setting;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Settings of an original that stands behind the proxy, but for secrets and files. */
final class OriginalSettings {

    /** What the operator decides; a user who sets one of these is told so. */
    static final Set<String> RESERVED = Set.of(
            "CULLIS_LICENSE_PATH",
            "HOME",
            "MCP_PROXY_ADMIN_SECRET",
            "MCP_PROXY_DASHBOARD_SIGNING_KEY",
            "MCP_PROXY_DATABASE_URL",
            "MCP_PROXY_DB_ENCRYPTION_KEY",
            "MCP_PROXY_GLOBAL_RATE_LIMIT_BURST",
            "MCP_PROXY_GLOBAL_RATE_LIMIT_RPS",
            "MCP_PROXY_HOST",
            "MCP_PROXY_NGINX_CERT_DIR",
            "MCP_PROXY_PORT",
            "PROXY_DB_URL");

    /** Those that a user has not set otherwise, and those that no user sets. */
    static SortedMap<String, String> of(InstancePlan plan, Edge edge) {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("MCP_PROXY_ENVIRONMENT", "production");
        settings.put("MCP_PROXY_PROXY_PUBLIC_URL", plan.url());
        for (Setting setting : edge.settings()) {
            settings.remove(setting.name());
        }
        // The edge's own limit, so that the edge sheds, which costs the less.
        settings.put(
                "MCP_PROXY_GLOBAL_RATE_LIMIT_RPS",
                Integer.toString(plan.capacity().sheddingRate()));
        settings.put(
                "MCP_PROXY_GLOBAL_RATE_LIMIT_BURST",
                Integer.toString(plan.capacity().sheddingBurst()));
        settings.put("MCP_PROXY_HOST", "127.0.0.1");
        settings.put("MCP_PROXY_PORT", Integer.toString(edge.port()));
        return settings;
    }

    private OriginalSettings() {}
}
