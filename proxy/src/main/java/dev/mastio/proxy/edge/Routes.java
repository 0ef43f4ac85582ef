package dev.mastio.proxy.edge;

import dev.mastio.proxy.ops.Answer;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.ops.HealthHandlers;
import dev.mastio.proxy.ops.ShedReason;
import dev.mastio.proxy.wire.Route;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.List;
import java.util.Map;

/** Which handler answers which path: health on the I/O thread at once, all else on a thread that may wait. */
final class Routes {

    private final Map<String, HttpHandler> health;
    private final RouteTable table;
    private final Crowd crowd;
    private final EndpointCalls calls;

    Routes(HealthHandlers health, List<Route> routes, Crowd crowd, EndpointCalls calls) {
        this.health = health.byPath();
        this.table = new RouteTable(routes);
        this.crowd = crowd;
        this.calls = calls;
    }

    void answer(HttpServerExchange exchange, Arrival arrival) throws Exception {
        HttpHandler handler = health.get(exchange.getRequestPath());
        if (handler != null) {
            arrival.belongsTo(Family.HEALTH);
            answerHealth(exchange, handler);
            return;
        }
        switch (table.find(exchange.getRequestMethod().toString(), exchange.getRequestPath())) {
            case RouteTable.Found.Match(Route route, Map<String, String> parameters) -> {
                arrival.belongsTo(route.family());
                if (!BodyIntake.hasRoomToRead(exchange, route.family() == Family.INGRESS)) {
                    Shedding.shed(exchange, arrival, ShedReason.BODIES);
                } else if (crowd.enter(route.family())) {
                    exchange.addExchangeCompleteListener((over, next) -> {
                        crowd.leave(route.family());
                        next.proceed();
                    });
                    calls.call(exchange, route, parameters);
                } else {
                    Shedding.shed(exchange, arrival, ShedReason.CONCURRENCY);
                }
            }
            case RouteTable.Found.OtherMethods(var allowed) -> {
                exchange.getResponseHeaders().put(Headers.ALLOW, String.join(", ", allowed));
                Answer.METHOD_NOT_ALLOWED.send(exchange);
            }
            case RouteTable.Found.Nothing() -> Answer.NOT_FOUND.send(exchange);
        }
    }

    private static void answerHealth(HttpServerExchange exchange, HttpHandler handler) throws Exception {
        HttpString method = exchange.getRequestMethod();
        if (method.equals(Methods.GET) || method.equals(Methods.HEAD)) {
            handler.handleRequest(exchange);
        } else {
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
            Answer.METHOD_NOT_ALLOWED.send(exchange);
        }
    }
}
