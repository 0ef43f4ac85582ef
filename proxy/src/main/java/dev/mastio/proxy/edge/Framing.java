package dev.mastio.proxy.edge;

import dev.mastio.proxy.edge.upstream.FieldText;
import dev.mastio.proxy.ops.Answer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Where a request ends, and each of its fields. Undertow takes any transfer coding for chunks, and a length beyond 64 bits for a small
 * one. A server before us may see it differently: then part of what it takes for a body would be a request here, which nobody there has
 * looked at. And it takes any byte for a part of an HTTP/2 field, also those that end one in HTTP/1.1: a server behind us would see
 * fields, or a request, that nobody here has looked at.
 */
final class Framing {

    /** A {@code long} holds any number of so many digits. */
    private static final int MAX_DIGITS = 18;

    private static final String CHUNKED = "chunked";
    private static final Answer BAD_REQUEST = new Answer(400, "{\"detail\":\"Bad Request\"}");

    private Framing() {}

    /** Whether these headers leave no doubt about it. */
    static boolean isClear(HeaderMap headers) {
        @Nullable HeaderValues codings = headers.get(Headers.TRANSFER_ENCODING);
        @Nullable HeaderValues lengths = headers.get(Headers.CONTENT_LENGTH);
        return (codings == null || (codings.size() == 1 && codings.getFirst().equalsIgnoreCase(CHUNKED)))
                && (lengths == null
                        || (lengths.size() == 1 && lengths.getFirst().length() <= MAX_DIGITS))
                && FieldText.isClear(headers);
    }

    static void refuse(HttpServerExchange exchange) {
        exchange.setPersistent(false);
        EarlyAnswer.send(exchange, BAD_REQUEST);
    }
}
