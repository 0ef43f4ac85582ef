package dev.mastio.proxy.edge;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The headers that every answer of a route carries. */
final class ResponseHeaders {

    private static final HttpString MODE = new HttpString("x-cullis-mode");
    private static final HttpString PERMISSIONS_POLICY = new HttpString("Permissions-Policy");
    private static final HttpString DPOP_NONCE = new HttpString("DPoP-Nonce");
    private static final HttpString CONTENT_TYPE_OPTIONS = new HttpString("X-Content-Type-Options");
    private static final HttpString CONTENT_SECURITY_POLICY = new HttpString("Content-Security-Policy");
    private static final List<String> FOR_BROWSERS = List.of("/proxy", "/static");
    private static final List<String> WITHOUT_NONCE =
            List.of("/health", "/readyz", "/v1/auth", "/v1/registry", "/v1/broker", "/v1/federation", "/proxy/");

    private final Supplier<Optional<String>> nonce;

    /** @param nonce to offer with answers; empty as long as there is none */
    ResponseHeaders(Supplier<Optional<String>> nonce) {
        this.nonce = nonce;
    }

    void add(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(MODE, "standalone")
                .put(CONTENT_TYPE_OPTIONS, "nosniff")
                .put(Headers.X_FRAME_OPTIONS, "DENY")
                .put(Headers.REFERRER_POLICY, "strict-origin-when-cross-origin")
                .put(PERMISSIONS_POLICY, "camera=(), microphone=(), geolocation=()")
                .put(Headers.STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains")
                .put(Headers.CACHE_CONTROL, "no-store");
        String path = exchange.getRequestPath();
        if (isBelow(FOR_BROWSERS, path)) {
            // Our pages are text alone.
            headers.put(CONTENT_SECURITY_POLICY, "default-src 'none'");
        }
        if (!isBelow(WITHOUT_NONCE, path)) {
            nonce.get().ifPresent(value -> headers.put(DPOP_NONCE, value));
        }
    }

    private static boolean isBelow(List<String> prefixes, String path) {
        for (String prefix : prefixes) {
            if (path.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
