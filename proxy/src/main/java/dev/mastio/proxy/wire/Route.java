package dev.mastio.proxy.wire;

import dev.mastio.proxy.ops.Family;

/**
 * A method and a path with the endpoint that answers it.
 *
 * @param template path whose segments may be {@code {name}} (one segment) or, as the last or a middle part, {@code {name:path}} (any
 *     number of segments)
 * @param family what metrics call it
 * @param certificate whether the edge demands a client certificate before the endpoint runs
 */
public record Route(String method, String template, Family family, ClientCertificate certificate, Endpoint endpoint) {

    /** What the edge does about the client's certificate. */
    public enum ClientCertificate {
        /** Whatever was presented is not handed on. */
        IGNORED,
        /** Handed on if it was presented and verified. */
        OPTIONAL,
        /** Without a verified one the edge answers 401 itself. */
        REQUIRED
    }

    /** A route for {@code GET} without client certificate. */
    public static Route get(String template, Family family, Endpoint endpoint) {
        return new Route("GET", template, family, ClientCertificate.IGNORED, endpoint);
    }

    /** A route for {@code POST} without client certificate. */
    public static Route post(String template, Family family, Endpoint endpoint) {
        return new Route("POST", template, family, ClientCertificate.IGNORED, endpoint);
    }

    /** A route for {@code DELETE} without client certificate. */
    public static Route delete(String template, Family family, Endpoint endpoint) {
        return new Route("DELETE", template, family, ClientCertificate.IGNORED, endpoint);
    }

    /** The same route with another rule for the client's certificate. */
    public Route with(ClientCertificate rule) {
        return new Route(method, template, family, rule, endpoint);
    }
}
