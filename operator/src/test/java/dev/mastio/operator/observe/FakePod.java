package dev.mastio.operator.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A pod's operations listener: a real HTTP server whose answer a test chooses. */
final class FakePod implements AutoCloseable {

    /** What it answers to a scrape. */
    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger scrapes = new AtomicInteger();
    private final String name;
    private volatile Behaviour behaviour;
    private volatile boolean ready = true;

    FakePod(String name, Behaviour behaviour) throws IOException {
        this.name = name;
        this.behaviour = behaviour;
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/metrics", exchange -> {
            scrapes.incrementAndGet();
            try (exchange) {
                this.behaviour.answer(exchange);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    static FakePod withRate(String name, double requestsPerSecond) throws IOException {
        return new FakePod(name, rate(requestsPerSecond));
    }

    /** Counters that rise evenly from now on, as those of a process that starts now. */
    static Behaviour rate(double requestsPerSecond) {
        long start = System.nanoTime();
        double startedAt = System.currentTimeMillis() / 1000.0;
        return exchange -> {
            double arrivals = requestsPerSecond * (System.nanoTime() - start) / 1e9;
            reply(exchange, 200, metrics(startedAt, arrivals, 0, 0));
        };
    }

    static Behaviour status(int status) {
        return exchange -> reply(exchange, status, metrics(1, 1, 1, 1));
    }

    static Behaviour body(String body) {
        return exchange -> reply(exchange, 200, body);
    }

    /** Never answers. */
    Behaviour hanging() {
        return exchange -> closing.await();
    }

    /** Sends headers and a byte, then nothing. */
    Behaviour trickling() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('#');
            exchange.getResponseBody().flush();
            closing.await();
        };
    }

    static String metrics(double startedAt, double client, double soak, double shed) {
        return """
                # HELP mastio_arrivals_total requests that arrived
                # TYPE mastio_arrivals_total counter
                mastio_arrivals_total{traffic="client"} %s
                mastio_arrivals_total{traffic="soak"} %s
                mastio_shed_total{reason="bucket",traffic="client"} %s
                process_start_time_seconds %s
                """.formatted(client, soak, shed, startedAt);
    }

    void behave(Behaviour other) {
        behaviour = other;
    }

    void ready(boolean now) {
        ready = now;
    }

    int scrapes() {
        return scrapes.get();
    }

    PodTarget target() {
        return new PodTarget(
                name + "-uid", name, "127.0.0.1", server.getAddress().getPort(), ready);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
