package dev.mastio.proxy.edge.upstream;

import dev.mastio.proxy.edge.tls.ClientCertificate;
import io.undertow.client.ClientRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The head of a request as the server behind gets it: what the client said, without what is for us alone, and what we say of the client. */
final class RequestHead {

    private static final HttpString REAL_IP = new HttpString("X-Real-IP");
    private static final HttpString CLIENT_CERTIFICATE = new HttpString("X-SSL-Client-Cert");
    private static final HttpString CLIENT_VERIFY = new HttpString("X-SSL-Client-Verify");
    private static final String WEBSOCKET = "websocket";

    /** Between two neighbours, never further; and how long the body is, which we say anew. */
    private static final Set<String> OURS = Set.of(
            "connection",
            "content-length",
            "expect",
            "http2-settings",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            // How clients could tell lies about their addresses and ours.
            "host",
            "forwarded",
            "x-real-ip");

    private static final String ADDRESSES = "x-forwarded-";

    private RequestHead() {}

    /** @param certificate what the client showed, if this place looks at it */
    static ClientRequest of(
            HttpServerExchange exchange, Location location, ClientCertificate certificate, int bodyLength) {
        ClientRequest request = new ClientRequest();
        request.setMethod(exchange.getRequestMethod()).setPath(target(exchange));
        HeaderMap to = request.getRequestHeaders();
        copy(exchange.getRequestHeaders(), to);
        to.put(Headers.HOST, withoutPort(exchange.getHostAndPort()));
        address(exchange, to);
        certificate(location, certificate, to);
        if (bodyLength > 0 || announcesBody(exchange.getRequestHeaders())) {
            to.put(Headers.CONTENT_LENGTH, bodyLength);
        }
        if (isUpgrade(exchange, location)) {
            to.put(Headers.CONNECTION, Headers.UPGRADE_STRING).put(Headers.UPGRADE, WEBSOCKET);
        }
        return request;
    }

    /** Whether the client asks for another protocol that it may have here. */
    static boolean isUpgrade(HttpServerExchange exchange, Location location) {
        return location.upgrades()
                && exchange.getProtocol().equals(Protocols.HTTP_1_1)
                && WEBSOCKET.equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE));
    }

    static void copy(HeaderMap from, HeaderMap to) {
        Set<String> forUsAlone = namedBy(from.get(Headers.CONNECTION));
        for (HeaderValues header : from) {
            String name =
                    header.getHeaderName().toString().toLowerCase(Locale.ROOT).replace('_', '-');
            if (OURS.contains(name)
                    || name.startsWith(ADDRESSES)
                    || forUsAlone.contains(name)
                    // Nobody comes here with such a field; one that did would write other fields, or a request.
                    || !FieldText.isClear(header)) {
                continue;
            }
            if (name.equals("cookie")) {
                // HTTP/2 clients may send one a field; the server behind expects one field.
                to.put(header.getHeaderName(), String.join("; ", header));
            } else {
                to.putAll(header.getHeaderName(), header);
            }
        }
    }

    private static Set<String> namedBy(@Nullable HeaderValues connection) {
        Set<String> names = new HashSet<>();
        if (connection != null) {
            for (String value : connection) {
                for (String name : value.split(",", -1)) {
                    names.add(name.strip().toLowerCase(Locale.ROOT).replace('_', '-'));
                }
            }
        }
        return names;
    }

    private static String target(HttpServerExchange exchange) {
        String target = exchange.getRequestURI();
        if (exchange.isHostIncludedInRequestURI()) {
            int path = target.indexOf('/', target.indexOf("//") + 2);
            target = path < 0 ? "/" : target.substring(path);
        }
        String query = exchange.getQueryString();
        return query.isEmpty() ? target : target + "?" + query;
    }

    private static String withoutPort(String authority) {
        int port = authority.lastIndexOf(':');
        return port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
    }

    private static void address(HttpServerExchange exchange, HeaderMap to) {
        String address = exchange.getSourceAddress().getAddress().getHostAddress();
        to.put(REAL_IP, address).put(Headers.X_FORWARDED_FOR, address).put(Headers.X_FORWARDED_PROTO, "https");
    }

    private static void certificate(Location location, ClientCertificate certificate, HeaderMap to) {
        switch (location.certificate()) {
            case IGNORED -> {
                // Neither header: both were removed when they came from outside.
            }
            case OPTIONAL, REQUIRED -> {
                if (certificate instanceof ClientCertificate.Verified(var chain)) {
                    to.put(CLIENT_CERTIFICATE, EscapedPem.of(chain.getFirst())).put(CLIENT_VERIFY, "SUCCESS");
                } else {
                    to.put(CLIENT_VERIFY, "NONE");
                }
            }
        }
    }

    private static boolean announcesBody(HeaderMap headers) {
        return headers.contains(Headers.CONTENT_LENGTH) || headers.contains(Headers.TRANSFER_ENCODING);
    }
}
