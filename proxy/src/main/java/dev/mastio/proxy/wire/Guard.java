package dev.mastio.proxy.wire;

/** Lets a request in, or refuses it before its endpoint runs. */
@FunctionalInterface
public interface Guard {

    /** Returns if the request may go on. */
    void admit(Request request) throws Exception;

    /** That endpoint, behind this. */
    default Endpoint before(Endpoint endpoint) {
        return request -> {
            admit(request);
            return endpoint.answer(request);
        };
    }
}
