package dev.mastio.proxy.edge;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Locale;
import java.util.Set;

/**
 * Lets pages of the origins allowed read our answers, and answers their browsers' preflight questions. Without allowed origins it
 * does nothing. With {@code *} every page may read, but only what it could get without the visitor's credentials.
 */
final class CrossOrigin {

    private static final String ANY = "*";
    private static final String METHODS = "GET, POST, DELETE, PATCH, OPTIONS";
    private static final String REQUEST_HEADERS =
            "Accept, Accept-Language, Authorization, Content-Language, Content-Type, DPoP";
    private static final Set<String> ALLOWED_METHODS = Set.of("GET", "POST", "DELETE", "PATCH", "OPTIONS");
    private static final Set<String> ALLOWED_HEADERS =
            Set.of("accept", "accept-language", "authorization", "content-language", "content-type", "dpop");
    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ALLOW_CREDENTIALS = new HttpString("Access-Control-Allow-Credentials");
    private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
    private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
    private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
    private static final HttpString REQUEST_METHOD = new HttpString("Access-Control-Request-Method");
    private static final HttpString REQUESTED_HEADERS = new HttpString("Access-Control-Request-Headers");

    private final Set<String> allowed;

    CrossOrigin(Set<String> allowed) {
        this.allowed = allowed;
    }

    /** Adds what the browser wants to see; true if the request was a preflight and is answered with that. */
    boolean answers(HttpServerExchange exchange) {
        String origin = allowed.isEmpty() ? null : exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
        if (origin == null) {
            return false;
        }
        boolean welcome = allowed.contains(ANY) || allowed.contains(origin);
        if (welcome) {
            greet(exchange.getResponseHeaders(), origin);
        }
        String method = exchange.getRequestHeaders().getFirst(REQUEST_METHOD);
        if (!exchange.getRequestMethod().equals(Methods.OPTIONS) || method == null) {
            return false;
        }
        answerPreflight(exchange, method, welcome);
        return true;
    }

    private void greet(HeaderMap answer, String origin) {
        if (allowed.contains(ANY)) {
            answer.put(ALLOW_ORIGIN, ANY);
        } else {
            // Which origin is named depends on who asks, and caches must know.
            answer.put(ALLOW_ORIGIN, origin).put(ALLOW_CREDENTIALS, "true").add(Headers.VARY, "Origin");
        }
    }

    private static void answerPreflight(HttpServerExchange exchange, String method, boolean welcome) {
        String refused = refused(exchange, method, welcome);
        exchange.getResponseHeaders()
                .put(ALLOW_METHODS, METHODS)
                .put(ALLOW_HEADERS, REQUEST_HEADERS)
                .put(MAX_AGE, "600")
                .put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
        exchange.setStatusCode(refused.isEmpty() ? 200 : 400);
        exchange.getResponseSender().send(refused.isEmpty() ? "OK" : "Disallowed CORS " + refused);
    }

    private static String refused(HttpServerExchange exchange, String method, boolean welcome) {
        if (!welcome) {
            return "origin";
        }
        if (!ALLOWED_METHODS.contains(method)) {
            return "method";
        }
        String headers = exchange.getRequestHeaders().getFirst(REQUESTED_HEADERS);
        for (String header : headers == null ? new String[0] : headers.split(",")) {
            if (!ALLOWED_HEADERS.contains(header.strip().toLowerCase(Locale.ROOT))) {
                return "headers";
            }
        }
        return "";
    }
}
