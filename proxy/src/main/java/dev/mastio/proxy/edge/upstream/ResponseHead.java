package dev.mastio.proxy.edge.upstream;

import io.undertow.client.ClientResponse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The head of an answer as the client gets it: what the server behind said, without what is for us alone, and what the original's edge adds. */
final class ResponseHead {

    private static final Set<String> OURS = Set.of(
            "connection", "keep-alive", "proxy-authenticate", "proxy-connection", "te", "trailer", "transfer-encoding");

    private static final Map<HttpString, String> ADDED = Map.of(
            Headers.STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
            new HttpString("X-Content-Type-Options"),
            "nosniff",
            Headers.X_FRAME_OPTIONS,
            "DENY",
            Headers.REFERRER_POLICY,
            "strict-origin-when-cross-origin");

    private ResponseHead() {}

    static void copy(ClientResponse response, HttpServerExchange exchange) {
        exchange.setStatusCode(response.getResponseCode());
        HeaderMap from = response.getResponseHeaders();
        HeaderMap to = exchange.getResponseHeaders();
        // Both at once would tell two lengths.
        boolean chunked = from.contains(Headers.TRANSFER_ENCODING);
        boolean switching = response.getResponseCode() == StatusCodes.SWITCHING_PROTOCOLS;
        for (HeaderValues header : from) {
            String name = header.getHeaderName().toString().toLowerCase(Locale.ROOT);
            boolean dropped = OURS.contains(name)
                    || (chunked && name.equals("content-length"))
                    || (!switching && name.equals("upgrade"));
            if (!dropped) {
                to.putAll(header.getHeaderName(), header);
            }
        }
        ADDED.forEach((name, value) -> {
            if (!to.contains(name)) {
                to.put(name, value);
            }
        });
    }
}
