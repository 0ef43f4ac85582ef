package dev.mastio.proxy.edge.upstream;

import dev.mastio.proxy.edge.tls.ClientCertificate;
import io.undertow.client.ClientRequest;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;

/**
 * What is to be brought to the server behind.
 *
 * @param certificate what the client showed, if the location looks at it
 * @param usualPatience how long the server may be silent where the location says nothing else
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying bodies costs
record Errand(Location location, ClientCertificate certificate, byte[] body, Duration usualPatience) {

    /** How long the server may be silent. */
    Duration patience() {
        return usualPatience.multipliedBy(location.patience());
    }

    ClientRequest head(HttpServerExchange exchange) {
        return RequestHead.of(exchange, location, certificate, body.length);
    }
}
