package dev.mastio.proxy.edge;

import dev.mastio.proxy.ops.Answer;
import dev.mastio.proxy.ops.ShedReason;
import io.undertow.server.HttpServerExchange;
import java.util.function.BooleanSupplier;

/** What a request has to pass before a route sees it. Its refusals carry none of the usual response headers. */
final class Limits {

    private static final String BODY = "request_body_too_large";

    private final TokenBucket bucket;
    private final BooleanSupplier databaseSheds;
    private final long maxBodyBytes;
    private final Answer bodyTooLarge;

    Limits(TokenBucket bucket, BooleanSupplier databaseSheds, long maxBodyBytes) {
        this.bucket = bucket;
        this.databaseSheds = databaseSheds;
        this.maxBodyBytes = maxBodyBytes;
        this.bodyTooLarge = new Answer(
                413,
                "{\"detail\":\"Request body exceeds %d bytes\",\"error\":\"request_body_too_large\"}"
                        .formatted(maxBodyBytes));
    }

    /** True if the request may go on; false if it has been answered here. */
    boolean admit(HttpServerExchange exchange, Arrival arrival) {
        if (isFree(exchange.getRequestPath())) {
            return true;
        }
        if (exchange.getRequestContentLength() > maxBodyBytes) {
            refuseBody(exchange);
            return false;
        }
        if (!bucket.take()) {
            Shedding.shed(exchange, arrival, ShedReason.GLOBAL_RATE_LIMIT);
            return false;
        }
        if (databaseSheds.getAsBoolean()) {
            Shedding.shed(exchange, arrival, ShedReason.DATABASE_LATENCY);
            return false;
        }
        return true;
    }

    /** The body is larger than it may be, as announced or as found out while reading. */
    void refuseBody(HttpServerExchange exchange) {
        exchange.setPersistent(false);
        exchange.getResponseHeaders().put(Shedding.REASON, BODY);
        EarlyAnswer.send(exchange, bodyTooLarge);
    }

    long maxBodyBytes() {
        return maxBodyBytes;
    }

    /** Health, metrics and metadata are for those who watch over us, most of all when there is too much load. */
    private static boolean isFree(String path) {
        return path.startsWith("/health")
                || path.equals("/readyz")
                || path.startsWith("/metrics")
                || path.startsWith("/.well-known/");
    }
}
