package dev.mastio.proxy.edge;

import dev.mastio.proxy.ops.Answer;
import dev.mastio.proxy.ops.ShedReason;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/** What a request has to pass before a route sees it. Its refusals carry none of the usual response headers. */
final class Limits {

    private static final HttpString SHED_REASON = new HttpString("x-cullis-shed-reason");
    private static final Answer SHEDDING = new Answer(
            503, "{\"detail\":\"Mastio is shedding load — retry shortly\",\"error\":\"global_rate_limit_exceeded\"}");
    private static final String BODY = "request_body_too_large";

    private final TokenBucket bucket;
    private final long maxBodyBytes;
    private final Answer bodyTooLarge;

    Limits(TokenBucket bucket, long maxBodyBytes) {
        this.bucket = bucket;
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
            arrival.shedFor(ShedReason.GLOBAL_RATE_LIMIT);
            exchange.getResponseHeaders()
                    .put(Headers.RETRY_AFTER, "1")
                    .put(SHED_REASON, ShedReason.GLOBAL_RATE_LIMIT.label());
            EarlyAnswer.send(exchange, SHEDDING);
            return false;
        }
        return true;
    }

    /** The body is larger than it may be, as announced or as found out while reading. */
    void refuseBody(HttpServerExchange exchange) {
        exchange.setPersistent(false);
        exchange.getResponseHeaders().put(SHED_REASON, BODY);
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
