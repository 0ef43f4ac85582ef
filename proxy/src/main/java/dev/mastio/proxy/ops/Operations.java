package dev.mastio.proxy.ops;

import dev.mastio.proxy.config.Settings.Listen;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The operations listener: plain HTTP, for the platform and never for clients. */
public final class Operations implements AutoCloseable {

    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final Answer COLLECTED = new Answer(202, "{\"status\":\"collected\"}");
    private static final Answer TOO_SOON = new Answer(429, "{\"detail\":\"At most one collection in five seconds\"}");
    private static final Answer NOT_A_SOAK = new Answer(403, "{\"detail\":\"Only a soak may ask for a collection\"}");
    private static final int TIMEOUT_MILLIS = 10_000;
    /** A full collection of a small heap takes tens of milliseconds. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final HeapCollection collection = new HeapCollection(System::nanoTime);
    private final SoakTokens soakTokens;
    private final MetricsPage metrics;
    private final Map<String, Route> routes;
    private final Undertow server;
    private final HeapHousekeeping housekeeping = new HeapHousekeeping(BETWEEN_LOOKS, OldGeneration::ofThisJvm);

    private record Route(HttpString method, HttpHandler handler) {}

    private Operations(Listen listen, HealthHandlers health, RequestMetrics requests, SoakTokens soakTokens) {
        this.soakTokens = soakTokens;
        metrics = new MetricsPage(requests);
        routes = new HashMap<>(Map.of(
                "/metrics", new Route(Methods.GET, exchange -> exchange.dispatch(this::showMetrics)),
                "/collect", new Route(Methods.POST, exchange -> exchange.dispatch(this::collect))));
        health.byPath().forEach((path, handler) -> routes.put(path, new Route(Methods.GET, handler)));
        health.upstream().ifPresent(handler -> routes.put("/upstream", new Route(Methods.GET, handler)));
        server = Undertow.builder()
                .addHttpListener(listen.opsPort(), listen.host(), this::route)
                .setIoThreads(1)
                .setWorkerThreads(2)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, TIMEOUT_MILLIS)
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, TIMEOUT_MILLIS)
                .build();
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if the port cannot be had
     */
    public static Operations start(Listen listen, HealthHandlers health, RequestMetrics requests, SoakTokens soakTokens)
            throws IOException {
        XnioWithoutMBeans.load();
        Operations operations = new Operations(listen, health, requests, soakTokens);
        try {
            operations.server.start();
            operations.housekeeping.start();
            return operations;
        } catch (RuntimeException e) {
            // Undertow puts what the system said into an exception without a message of its own.
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IOException(
                    "cannot listen on %s port %d for operations: %s".formatted(listen.host(), listen.opsPort(), reason),
                    e);
        }
    }

    /** The port in use, which the system chose if the settings said 0. */
    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    }

    @Override
    public void close() {
        housekeeping.close();
        server.stop();
    }

    private void route(HttpServerExchange exchange) throws Exception {
        Route route = routes.get(exchange.getRequestPath());
        if (route == null) {
            Answer.NOT_FOUND.send(exchange);
        } else if (!route.method.equals(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().put(Headers.ALLOW, route.method.toString());
            Answer.METHOD_NOT_ALLOWED.send(exchange);
        } else {
            route.handler.handleRequest(exchange);
        }
    }

    private void showMetrics(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, PROMETHEUS_TEXT);
        exchange.getResponseSender().send(metrics.text());
    }

    private void collect(HttpServerExchange exchange) {
        if (!soakTokens.admits(exchange.getRequestHeaders().getFirst(SoakTokens.HEADER))) {
            NOT_A_SOAK.send(exchange);
            return;
        }
        (collection.collect() ? COLLECTED : TOO_SOON).send(exchange);
    }
}
