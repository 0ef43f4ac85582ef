package dev.mastio.proxy.edge.upstream;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;

/** Tells when a client leaves before it has all of its answer: then nobody needs one. On the I/O thread of its connection. */
interface Departure {

    /** From now on nothing is told, and others may read from the connection. */
    void end();

    /**
     * Watches from now on, once the request has been read.
     *
     * @param gone called when the client has left, within a second or so
     * @param blind called when it has sent so much ahead that from now on it could leave unnoticed
     */
    static Departure watch(HttpServerExchange exchange, Runnable gone, Runnable blind) {
        return exchange.getConnection() instanceof HttpServerConnection connection
                ? ConnectionEnd.watch(connection, gone, blind)
                : StreamEnd.watch(exchange, gone);
    }
}
