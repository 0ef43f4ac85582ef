package dev.mastio.proxy.edge;

import io.undertow.server.HttpServerExchange;

/** What answers requests once they are counted. Called on I/O threads, so it never waits. */
@FunctionalInterface
interface Answering {

    /** Answers, now or later. */
    void answer(HttpServerExchange exchange, Arrival arrival) throws Exception;
}
