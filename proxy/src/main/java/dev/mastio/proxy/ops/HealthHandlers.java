package dev.mastio.proxy.ops;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The three health answers, the same on both listeners. */
public final class HealthHandlers {

    private static final Answer ALIVE = new Answer(200, "{\"status\":\"ok\"}");
    private static final Answer READY =
            new Answer(200, "{\"status\":\"ready\",\"checks\":{\"database\":\"ok\",\"jwks_cache\":\"standalone\"}}");
    private static final Answer READY_AS_EDGE =
            new Answer(200, "{\"status\":\"ready\",\"checks\":{\"upstream\":\"ok\"}}");

    /** The store may take its time; an I/O thread may not. */
    private final Executor waiting = Executors.newVirtualThreadPerTaskExecutor();

    private final String version;
    private final Readiness readiness;
    private final Supplier<List<String>> warnings;
    private final Answer health;
    private final Answer ready;
    private final Optional<Readiness> upstream;

    /** @param warnings what somebody should look at, although all is well; asked for anew with every answer */
    public HealthHandlers(String version, Readiness readiness, Supplier<List<String>> warnings) {
        this(version, readiness, warnings, READY, Optional.empty());
    }

    private HealthHandlers(
            String version,
            Readiness readiness,
            Supplier<List<String>> warnings,
            Answer ready,
            Optional<Readiness> upstream) {
        this.version = version;
        this.readiness = readiness;
        this.warnings = warnings;
        this.ready = ready;
        this.upstream = upstream;
        this.health = healthy("");
    }

    /**
     * Of an edge in front of a server.
     *
     * @param readiness whether that server wants traffic
     * @param alive whether it is up
     */
    public static HealthHandlers ofEdge(String version, Readiness readiness, Readiness alive) {
        return new HealthHandlers(version, readiness, List::of, READY_AS_EDGE, Optional.of(alive));
    }

    /** Each at its path, for {@code GET}. */
    public Map<String, HttpHandler> byPath() {
        return Map.of("/health", health(), "/healthz", alive(), "/readyz", ready());
    }

    /** Up, and which version. */
    private HttpHandler health() {
        return exchange -> {
            List<String> now = warnings.get();
            (now.isEmpty() ? health : warning(now)).send(exchange);
        };
    }

    private Answer warning(List<String> about) {
        return healthy(about.stream().map(Json::quoted).collect(Collectors.joining(",", ",\"warnings\":[", "]")));
    }

    private Answer healthy(String more) {
        return new Answer(200, "{\"status\":\"ok\",\"version\":%s%s}".formatted(Json.quoted(version), more));
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
