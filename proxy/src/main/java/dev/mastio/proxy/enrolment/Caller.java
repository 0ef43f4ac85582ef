package dev.mastio.proxy.enrolment;

import dev.mastio.proxy.wire.Request;

/**
 * An authenticated caller.
 *
 * @param id of an agent or a typed principal
 * @param principalType {@code agent}, {@code user} or {@code workload}
 */
public record Caller(String id, String principalType) {

    /** Finds out who calls, or refuses. */
    @FunctionalInterface
    public interface Authenticator {

        /** Who it is. */
        Caller authenticate(Request request) throws Exception;
    }
}
