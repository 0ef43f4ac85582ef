package dev.mastio.proxy.wire;

/** Answers one route. Runs on a virtual thread, so it may wait. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers.
     *
     * @throws Refusal for an answer that is a refusal
     * @throws Exception for what should not happen; the client gets 500 and the log the cause
     */
    Reply answer(Request request) throws Exception;
}
