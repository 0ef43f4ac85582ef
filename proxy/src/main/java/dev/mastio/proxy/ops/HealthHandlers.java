package dev.mastio.proxy.ops;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The three health answers, the same on both listeners. */
public final class HealthHandlers {

    private static final Answer ALIVE = new Answer(200, "{\"status\":\"ok\"}");
    private static final Answer READY =
            new Answer(200, "{\"status\":\"ready\",\"checks\":{\"database\":\"ok\",\"jwks_cache\":\"standalone\"}}");

    /** The store may take its time; an I/O thread may not. */
    private final Executor waiting = Executors.newVirtualThreadPerTaskExecutor();

    private final Readiness readiness;
    private final Answer health;

    public HealthHandlers(String version, Readiness readiness) {
        this.readiness = readiness;
        this.health = new Answer(200, "{\"status\":\"ok\",\"version\":" + Json.quoted(version) + "}");
    }

    /** {@code /health}: up, and which version. */
    public HttpHandler health() {
        return health::send;
    }

    /** {@code /healthz}: up. */
    public HttpHandler alive() {
        return ALIVE::send;
    }

    /** {@code /readyz}: wants traffic, or why not. */
    public HttpHandler ready() {
        return exchange -> exchange.dispatch(waiting, this::answerReadiness);
    }

    private void answerReadiness(HttpServerExchange exchange) throws InterruptedException {
        // Not by a switch over types: the JVM makes code for each at every start, also with an AOT cache.
        if (readiness.state() instanceof Readiness.State.NotReady(String check, String reason)) {
            new Answer(
                            503,
                            "{\"status\":\"not_ready\",\"checks\":{%s:%s}}"
                                    .formatted(Json.quoted(check), Json.quoted(reason)))
                    .send(exchange);
        } else {
            READY.send(exchange);
        }
    }
}
