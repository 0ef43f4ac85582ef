package dev.mastio.bench.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/** A server of known capacity: what comes faster is shed with 503. */
public final class Bucket implements HttpHandler {

    private static final double BURST_SECONDS = 0.1;

    private final double perSecond;
    private double tokens;
    private long filledAt = System.nanoTime();

    public Bucket(double perSecond) {
        this.perSecond = perSecond;
        this.tokens = perSecond * BURST_SECONDS;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        HealthServer.answer(exchange, take() ? 200 : 503, HealthServer.BODY);
    }

    private synchronized boolean take() {
        long now = System.nanoTime();
        tokens = Math.min(perSecond * BURST_SECONDS, tokens + (now - filledAt) / 1e9 * perSecond);
        filledAt = now;
        if (tokens < 1) return false;
        tokens--;
        return true;
    }
}
