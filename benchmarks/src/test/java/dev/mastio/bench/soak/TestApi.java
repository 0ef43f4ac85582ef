package dev.mastio.bench.soak;

import com.sun.net.httpserver.HttpExchange;
import dev.mastio.bench.report.Json;
import dev.mastio.bench.server.HealthServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The two paths of the Kubernetes API that a soak uses, over TLS, with a token. */
final class TestApi implements AutoCloseable {
    private static final String TOKEN = "let-me-in";

    private final HealthServer server = HealthServer.with(this::answer);
    private final List<Map<String, Object>> endpoints = new CopyOnWriteArrayList<>();
    private final Map<String, Object> reports = new LinkedHashMap<>();
    private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>(new ArrayDeque<>());
    private int version = 1;

    /** Where a program in a pod finds this server. */
    Map<String, String> environment(Path folder) throws IOException {
        return Map.of(
                "KUBERNETES_SERVICE_HOST", server.url().getHost(),
                "KUBERNETES_SERVICE_PORT", Integer.toString(server.url().getPort()),
                "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN",
                        Files.writeString(folder.resolve("token"), TOKEN + "\n").toString(),
                "KUBERNETES_CERTS_CA_FILE",
                        server.certificate(Files.createDirectories(folder.resolve("api")))
                                .toString(),
                "MASTIO_TERMINATION_LOG", folder.resolve("last-words").toString());
    }

    void endpoint(String name, boolean ready, boolean terminating) {
        endpoints.add(Map.of(
                "addresses", List.of("127.0.0.1"),
                "conditions", Map.of("ready", ready, "terminating", terminating),
                "targetRef", Map.of("kind", "Pod", "name", name, "uid", "uid-of-" + name)));
    }

    /** The next change of the ConfigMap gets this status instead. */
    void refuseNextPatch(int status) {
        refusals.add(status);
    }

    synchronized Map<String, Object> reports() {
        return new LinkedHashMap<>(reports);
    }

    synchronized void report(String key, String base64) {
        reports.put(key, base64);
    }

    @Override
    public void close() {
        server.close();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            HealthServer.answer(exchange, 401, status("Unauthorized"));
            return;
        }
        switch (asked) {
            case "GET /apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Ddemo" ->
                HealthServer.answer(exchange, 200, Json.of(Map.of("items", List.of(Map.of("endpoints", endpoints)))));
            case "GET /api/v1/namespaces/shop/configmaps/demo-soak-report" ->
                HealthServer.answer(exchange, 200, configMap());
            case "PATCH /api/v1/namespaces/shop/configmaps/demo-soak-report?fieldManager=mastio-soak" ->
                patch(exchange);
            default -> HealthServer.answer(exchange, 404, status("not found: " + asked));
        }
    }

    private void patch(HttpExchange exchange) throws IOException {
        Tree patch = Tree.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        @Nullable Integer refusal = refusals.poll();
        boolean merge = "application/merge-patch+json"
                .equals(exchange.getRequestHeaders().getFirst("Content-Type"));
        boolean current =
                patch.at("metadata", "resourceVersion").text().orElse("").equals(Integer.toString(version));
        if (refusal != null || !merge || !current) {
            HealthServer.answer(exchange, refusal == null ? 409 : refusal, status("refused"));
            return;
        }
        Tree changes = patch.at("binaryData");
        for (String key : changes.keys()) {
            changes.at(key).text().ifPresentOrElse(value -> reports.put(key, value), () -> reports.remove(key));
        }
        version++;
        HealthServer.answer(exchange, 200, configMap());
    }

    private String configMap() {
        return Json.of(Map.of("metadata", Map.of("resourceVersion", Integer.toString(version)), "binaryData", reports));
    }

    private static String status(String message) {
        return Json.of(Map.of("kind", "Status", "message", message));
    }
}
