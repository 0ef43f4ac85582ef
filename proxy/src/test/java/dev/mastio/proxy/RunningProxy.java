package dev.mastio.proxy;

import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.ops.RequestMetrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A proxy in this JVM on free ports, with a SQLite file, configured by environment like the real one. */
public final class RunningProxy implements AutoCloseable {

    private final Proxy proxy;

    private RunningProxy(Proxy proxy) {
        this.proxy = proxy;
    }

    /** Starts one; the variables given win over those of the fixture. */
    public static RunningProxy start(Path directory, Map<String, String> variables) throws Exception {
        return new RunningProxy(Proxy.start(SettingsReader.read(environment(directory, variables))));
    }

    /** The same with parts of its own. */
    static RunningProxy start(Path directory, Map<String, String> variables, Gateway.Parts parts) throws Exception {
        return new RunningProxy(
                Proxy.start(SettingsReader.read(environment(directory, variables)), new RequestMetrics(), parts));
    }

    static Map<String, String> environment(Path directory, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "MCP_PROXY_HOST", "127.0.0.1",
                "MCP_PROXY_PORT", "0",
                "MASTIO_OPS_PORT", "0",
                "MCP_PROXY_DATABASE_URL", "sqlite:///" + directory.resolve("mastio.db"),
                "MASTIO_SHUTDOWN_ACCEPT_SECONDS", "0"));
        environment.putAll(variables);
        return environment;
    }

    /** Returns when it wants requests. */
    void awaitReady(HttpClient client) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> send(client, operations("/readyz")).statusCode() == 200);
    }

    Proxy proxy() {
        return proxy;
    }

    /** The port for raw sockets. */
    public int dataPort() {
        return proxy.dataPort();
    }

    HttpRequest.Builder data(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + proxy.dataPort() + path));
    }

    HttpRequest.Builder operations(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.operationsPort() + path));
    }

    static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The value of one series on the metrics page; 0 if it is not there. */
    double metric(HttpClient client, String series) throws Exception {
        return send(client, operations("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
