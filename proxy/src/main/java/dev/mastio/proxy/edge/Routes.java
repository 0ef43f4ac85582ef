package dev.mastio.proxy.edge;

import dev.mastio.proxy.ops.Answer;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.ops.HealthHandlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Map;

/** Which handler answers which path. */
final class Routes {

    private final Map<String, Route> routes;

    private record Route(Family family, HttpHandler handler) {}

    Routes(HealthHandlers health) {
        routes = Map.of(
                "/health", new Route(Family.HEALTH, health.health()),
                "/healthz", new Route(Family.HEALTH, health.alive()),
                "/readyz", new Route(Family.HEALTH, health.ready()));
    }

    void answer(HttpServerExchange exchange, Arrival arrival) throws Exception {
        Route route = routes.get(exchange.getRequestPath());
        if (route == null) {
            Answer.NOT_FOUND.send(exchange);
            return;
        }
        arrival.belongsTo(route.family);
        HttpString method = exchange.getRequestMethod();
        if (method.equals(Methods.GET) || method.equals(Methods.HEAD)) {
            route.handler.handleRequest(exchange);
        } else {
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
            Answer.METHOD_NOT_ALLOWED.send(exchange);
        }
    }
}
