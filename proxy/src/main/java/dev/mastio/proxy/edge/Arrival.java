package dev.mastio.proxy.edge;

import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.ops.Outcome;
import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.ops.ShedReason;
import dev.mastio.proxy.ops.Traffic;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;

/** One request from its arrival to the last byte of its answer. */
final class Arrival implements ExchangeCompletionListener {

    private final RequestMetrics metrics;
    private final ClientConnection connection;
    private final Traffic traffic;
    private final long arrivedAt = System.nanoTime();
    private Family family = Family.OTHER;
    private boolean shed;

    Arrival(RequestMetrics metrics, ClientConnection connection, Traffic traffic) {
        this.metrics = metrics;
        this.connection = connection;
        this.traffic = traffic;
        metrics.arrived(traffic);
        connection.requestArrived();
    }

    /** The route that answers is of this family. */
    void belongsTo(Family routeFamily) {
        family = routeFamily;
    }

    /** It was refused to protect the rest. */
    void shedFor(ShedReason reason) {
        shed = true;
        metrics.shed(traffic, reason);
    }

    @Override
    public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
        try {
            Outcome outcome = shed ? Outcome.SHED : Outcome.of(exchange.getStatusCode());
            metrics.answered(family, traffic, outcome, System.nanoTime() - arrivedAt);
            connection.requestAnswered();
        } finally {
            next.proceed();
        }
    }
}
