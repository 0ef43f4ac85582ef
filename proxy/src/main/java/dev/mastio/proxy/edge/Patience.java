package dev.mastio.proxy.edge;

import java.time.Duration;

/**
 * How long a client may take.
 *
 * @param head for the TLS handshake, and from the first byte of a request's head to its last
 * @param body for the whole body of a request, and to take some more of an answer that has to wait for it
 * @param idle between two requests
 */
record Patience(Duration head, Duration body, Duration idle) {

    /** Idle is above what common clients keep their pooled connections for, so that they close first. */
    static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(75));
}
