package dev.mastio.proxy.edge;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.ops.HealthHandlers;
import dev.mastio.proxy.ops.Readiness;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.ops.SoakTokens;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Route;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** An edge of this JVM in front of routes that a test makes. */
final class TestEdge implements AutoCloseable {

    private final Store store;
    private final Edge edge;

    private TestEdge(Store store, Edge edge) {
        this.store = store;
        this.edge = edge;
    }

    static TestEdge start(
            Path directory, Map<String, String> variables, List<X509Certificate> authorities, List<Route> routes)
            throws Exception {
        return start(directory, variables, authorities, routes, () -> false);
    }

    static TestEdge start(
            Path directory,
            Map<String, String> variables,
            List<X509Certificate> authorities,
            List<Route> routes,
            BooleanSupplier databaseSheds)
            throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "MCP_PROXY_HOST", "127.0.0.1",
                "MCP_PROXY_PORT", "0",
                "MCP_PROXY_DATABASE_URL", "sqlite:///" + directory.resolve("mastio.db")));
        environment.putAll(variables);
        Settings settings = SettingsReader.read(environment);
        Store store = Store.open(settings.database());
        Readiness readiness = new Readiness(store, () -> {});
        readiness.open();
        HealthHandlers health = new HealthHandlers("dev", readiness, List::of);
        return new TestEdge(
                store,
                Edge.start(
                        settings,
                        new Behind(health, routes, Optional::empty, () -> authorities, Optional::empty, databaseSheds),
                        new RequestMetrics(),
                        SoakTokens.of(settings.soakKeyFile())));
    }

    int port() {
        return edge.port();
    }

    URI uri(String path) {
        return URI.create("https://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() {
        edge.close();
        store.close();
    }
}
