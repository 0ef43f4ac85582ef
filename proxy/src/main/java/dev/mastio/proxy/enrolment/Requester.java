package dev.mastio.proxy.enrolment;

import dev.mastio.proxy.wire.Endpoint;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;

/**
 * An authenticated caller.
 *
 * @param id of an agent or a typed principal
 * @param principalType {@code agent}, {@code user} or {@code workload}
 */
public record Requester(String id, String principalType) {

    /** Answers somebody who is known. */
    @FunctionalInterface
    public interface Answering {

        /** Answers. */
        Reply answer(Request request, Requester caller) throws Exception;
    }

    /** Makes an endpoint that first finds out who calls, or refuses. */
    @FunctionalInterface
    public interface Authentication {

        /** That endpoint. */
        Endpoint of(Answering answering);
    }
}
