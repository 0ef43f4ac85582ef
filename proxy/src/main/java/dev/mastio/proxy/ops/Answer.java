package dev.mastio.proxy.ops;

import io.undertow.io.IoCallback;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A status with a JSON body, encoded once and sent often. */
public final class Answer {

    /** For paths that nothing serves. */
    public static final Answer NOT_FOUND = new Answer(404, "{\"detail\":\"Not Found\"}");

    /** For paths that exist, but not for this method. */
    public static final Answer METHOD_NOT_ALLOWED = new Answer(405, "{\"detail\":\"Method Not Allowed\"}");

    /** For what should not have happened. */
    public static final Answer INTERNAL_ERROR = new Answer(500, "{\"detail\":\"Internal server error\"}");

    private static final String JSON = "application/json";

    private final int status;
    private final ByteBuffer body;
    private final String length;

    public Answer(int status, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        this.status = status;
        this.body = ByteBuffer.wrap(bytes);
        this.length = Integer.toString(bytes.length);
    }

    /** Sends it and ends the exchange. */
    public void send(HttpServerExchange exchange) {
        send(exchange, IoCallback.END_EXCHANGE);
    }

    /** Sends it; what comes next is the other's business. */
    public void send(HttpServerExchange exchange, IoCallback next) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, JSON).put(Headers.CONTENT_LENGTH, length);
        exchange.getResponseSender().send(body.duplicate(), next);
    }
}
