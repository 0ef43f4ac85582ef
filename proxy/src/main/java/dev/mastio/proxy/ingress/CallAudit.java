package dev.mastio.proxy.ingress;

import dev.mastio.proxy.journal.CallNote;

/** Where calls are written down. */
@FunctionalInterface
public interface CallAudit {

    /**
     * Writes it down: durable when this returns.
     *
     * @throws Exception if it is not certain to be; then the caller must not be told that anything happened
     */
    void append(CallNote call) throws Exception;
}
