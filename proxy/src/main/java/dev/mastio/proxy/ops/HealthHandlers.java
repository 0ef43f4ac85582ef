package dev.mastio.proxy.ops;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The three health answers, the same on both listeners. */
public final class HealthHandlers {

    private static final Answer ALIVE = new Answer(200, "{\"status\":\"ok\"}");
    private static final Answer READY =
            new Answer(200, "{\"status\":\"ready\",\"checks\":{\"database\":\"ok\",\"jwks_cache\":\"standalone\"}}");
    private static final Answer READY_AS_EDGE =
            new Answer(200, "{\"status\":\"ready\",\"checks\":{\"upstream\":\"ok\"}}");

    /** The store may take its time; an I/O thread may not. */
    private final Executor waiting = Executors.newVirtualThreadPerTaskExecutor();

    private final Readiness readiness;
    private final Answer health;
    private final Answer ready;
    private final Optional<Readiness> upstream;

    public HealthHandlers(String version, Readiness readiness) {
        this(version, readiness, READY, Optional.empty());
    }

    private HealthHandlers(String version, Readiness readiness, Answer ready, Optional<Readiness> upstream) {
        this.readiness = readiness;
        this.ready = ready;
        this.upstream = upstream;
        this.health = new Answer(200, "{\"status\":\"ok\",\"version\":" + Json.quoted(version) + "}");
    }

    /**
     * Of an edge in front of a server.
     *
     * @param readiness whether that server wants traffic
     * @param alive whether it is up
     */
    public static HealthHandlers ofEdge(String version, Readiness readiness, Readiness alive) {
        return new HealthHandlers(version, readiness, READY_AS_EDGE, Optional.of(alive));
    }

    /** Each at its path, for {@code GET}. */
    public Map<String, HttpHandler> byPath() {
        return Map.of("/health", health(), "/healthz", alive(), "/readyz", ready());
    }

    /** Up, and which version. */
    private HttpHandler health() {
        return health::send;
    }

    /** Up. */
    private HttpHandler alive() {
        return ALIVE::send;
    }

    /** Wants traffic, or why not. */
    private HttpHandler ready() {
        return exchange -> exchange.dispatch(waiting, asked -> answer(readiness, ready, asked));
    }

    /** {@code /upstream}: whether the server behind is up, for those who can't ask it themselves; empty where there is none. */
    Optional<HttpHandler> upstream() {
        return upstream.map(alive -> exchange -> exchange.dispatch(waiting, asked -> answer(alive, ALIVE, asked)));
    }

    private static void answer(Readiness readiness, Answer yes, HttpServerExchange exchange)
            throws InterruptedException {
        // Not by a switch over types: the JVM makes code for each at every start, also with an AOT cache.
        if (readiness.state() instanceof Readiness.State.NotReady(String check, String reason)) {
            new Answer(
                            503,
                            "{\"status\":\"not_ready\",\"checks\":{%s:%s}}"
                                    .formatted(Json.quoted(check), Json.quoted(reason)))
                    .send(exchange);
        } else {
            yes.send(exchange);
        }
    }
}
