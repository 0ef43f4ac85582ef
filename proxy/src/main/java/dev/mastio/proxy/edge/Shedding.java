package dev.mastio.proxy.edge;

import dev.mastio.proxy.ops.Answer;
import dev.mastio.proxy.ops.ShedReason;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/** The answers to requests that are shed. They carry none of the usual response headers. */
final class Shedding {

    static final HttpString REASON = new HttpString("x-cullis-shed-reason");

    private static final Answer TOO_MANY = new Answer(
            503, "{\"detail\":\"Mastio is shedding load — retry shortly\",\"error\":\"global_rate_limit_exceeded\"}");
    private static final Answer SLOW_DATABASE = new Answer(
            503, "{\"detail\":\"DB latency high — retry shortly\",\"error\":\"db_latency_circuit_breaker_open\"}");
    private static final Answer TOO_MANY_AT_ONCE = new Answer(
            503, "{\"detail\":\"Mastio is shedding load — retry shortly\",\"error\":\"concurrency_limit_exceeded\"}");
    private static final Answer TOO_MANY_BODIES = new Answer(
            503, "{\"detail\":\"Mastio is shedding load — retry shortly\",\"error\":\"body_memory_limit_exceeded\"}");

    private Shedding() {}

    static void shed(HttpServerExchange exchange, Arrival arrival, ShedReason reason) {
        arrival.shedFor(reason);
        exchange.getResponseHeaders().clear();
        exchange.getResponseHeaders()
                .put(Headers.RETRY_AFTER, reason == ShedReason.DATABASE_LATENCY ? "5" : "1")
                .put(REASON, reason.label());
        EarlyAnswer.send(
                exchange,
                switch (reason) {
                    case GLOBAL_RATE_LIMIT -> TOO_MANY;
                    case DATABASE_LATENCY -> SLOW_DATABASE;
                    case CONCURRENCY -> TOO_MANY_AT_ONCE;
                    case BODIES -> TOO_MANY_BODIES;
                });
    }
}
