package dev.mastio.operator.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The listener for probes and scrapes: {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
public final class OpsServer implements AutoCloseable {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private OpsServer(HttpServer server) {
        this.server = server;
    }

    /** Binds and serves. */
    public static OpsServer start(
            InetSocketAddress address, Heartbeat liveness, Readiness readiness, Supplier<String> metrics)
            throws IOException {
        OpsServer ops = new OpsServer(HttpServer.create(address, 0));
        ops.server.setExecutor(ops.threads);
        ops.server.createContext("/health/live", exchange -> health(exchange, liveness.complaint()));
        ops.server.createContext("/health/ready", exchange -> health(exchange, readiness.complaint()));
        ops.server.createContext(
                "/metrics",
                exchange -> answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.get()));
        ops.server.start();
        return ops;
    }

    /** Where it listens, with the real port if 0 was asked for. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void health(HttpExchange exchange, Optional<String> complaint) throws IOException {
        answer(exchange, complaint.isEmpty() ? 200 : 503, TEXT, complaint.orElse("ok") + "\n");
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }
}
