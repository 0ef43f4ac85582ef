package dev.mastio.proxy.edge;

import dev.mastio.proxy.ops.Answer;
import io.undertow.server.HttpServerExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process answers: limits first, then the body, the headers that every answer carries, other sites' pages, the route. */
final class GatewayAnswers implements Answering {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayAnswers.class);

    private final Limits limits;
    private final BodyIntake bodies;
    private final ResponseHeaders headers;
    private final CrossOrigin crossOrigin;
    private final Routes routes;

    GatewayAnswers(Limits limits, BodyIntake bodies, ResponseHeaders headers, CrossOrigin crossOrigin, Routes routes) {
        this.limits = limits;
        this.bodies = bodies;
        this.headers = headers;
        this.crossOrigin = crossOrigin;
        this.routes = routes;
    }

    @Override
    public void answer(HttpServerExchange exchange, Arrival arrival) {
        if (!limits.admit(exchange, arrival)) {
            return;
        }
        if (exchange.isRequestComplete()) {
            route(exchange, arrival);
        } else {
            bodies.receive(exchange, arrival, received -> route(received, arrival));
        }
    }

    private void route(HttpServerExchange exchange, Arrival arrival) {
        headers.add(exchange);
        try {
            if (!crossOrigin.answers(exchange)) {
                routes.answer(exchange, arrival);
            }
        } catch (Exception e) {
            LOG.error("no answer for {} {}", exchange.getRequestMethod(), exchange.getRequestPath(), e);
            if (!exchange.isResponseStarted()) {
                Answer.INTERNAL_ERROR.send(exchange);
            }
        }
    }
}
