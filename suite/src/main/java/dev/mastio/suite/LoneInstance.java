package dev.mastio.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * An instance without a cluster: what its pods would all find mounted, and their database.
 *
 * @param folder for what is mounted
 * @param database its URL
 */
public record LoneInstance(Path folder, String database) {

    /** Long enough for production, but known to everybody. */
    static final String ADMIN_SECRET = "for-measurements-and-training-only";

    /** Of the form in which the operator makes one, since it takes a third of a second to derive a key from any other. */
    private static final String DATABASE_KEY = "raw:" + ADMIN_SECRET + "---------";

    private static final String UNLIMITED = "1000000";
    private static final String NEVER_MILLIS = "60000";

    /** With a database that lies in the same folder. */
    static LoneInstance onSqlite(Path folder) {
        return new LoneInstance(folder, "sqlite:///" + folder.resolve("proxy.db"));
    }

    /**
     * What one of its pods is told; what is to be mounted is there then.
     *
     * @param address that the pod would have
     */
    Map<String, String> settings(String address) throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("MCP_PROXY_ENVIRONMENT", "production");
        settings.put("MCP_PROXY_HOST", address);
        settings.put("MCP_PROXY_PORT", Integer.toString(LoneServer.DATA_PORT));
        settings.put("MASTIO_OPS_PORT", Integer.toString(LoneServer.OPS_PORT));
        settings.put(
                "MCP_PROXY_NGINX_SAN",
                "alone,alone.nowhere,alone.nowhere.svc,alone.nowhere.svc.cluster.local,localhost");
        settings.put("MCP_PROXY_DATABASE_URL", database);
        if (!database.startsWith("sqlite:")) settings.put("MASTIO_CONNECTION_MAX_AGE_SECONDS", "10");
        settings.put("MCP_PROXY_ADMIN_SECRET_FILE", mounted("secrets/admin-secret", ADMIN_SECRET));
        settings.put("MCP_PROXY_DASHBOARD_SIGNING_KEY_FILE", mounted("secrets/dashboard-signing-key", ADMIN_SECRET));
        settings.put("MCP_PROXY_DB_ENCRYPTION_KEY_FILE", mounted("secrets/db-encryption-key", DATABASE_KEY));
        settings.put("MASTIO_SOAK_KEY_FILE", mounted("soak/key", ADMIN_SECRET));
        settings.put("MASTIO_PKI_DIR", orgRoot().toString());
        // A pod's are computed, and higher than what training sends.
        settings.put("MCP_PROXY_GLOBAL_RATE_LIMIT_RPS", UNLIMITED);
        settings.put("MCP_PROXY_GLOBAL_RATE_LIMIT_BURST", UNLIMITED);
        // What else this machine does makes its disk slow, and is not to be answered for.
        settings.put("MASTIO_DB_LATENCY_SHED_ABOVE_MILLIS", NEVER_MILLIS);
        // No Service sends anything to it any longer.
        settings.put("MASTIO_SHUTDOWN_ACCEPT_SECONDS", "0");
        settings.put("MASTIO_SHUTDOWN_DRAIN_SECONDS", "30");
        return settings;
    }

    private String mounted(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(UTF_8));
        return file.toString();
    }

    private Path orgRoot() throws IOException {
        Path mounted = Files.createDirectories(folder.resolve("pki"));
        CertificateFiles.orgRoot(mounted);
        return mounted;
    }
}
