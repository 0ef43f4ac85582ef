package dev.mastio.proxy.ingress;

import dev.mastio.proxy.auth.principal.Caller;
import java.time.Duration;

/** Where calls are written down. */
@FunctionalInterface
public interface CallAudit {

    /**
     * A row of the audit log.
     *
     * @param status {@code started} before a tool runs; then {@code success}, {@code error} or {@code denied}
     * @param detail may be empty
     */
    record Row(Caller caller, String tool, String status, String detail, String requestId, Duration duration) {}

    /**
     * Writes it down: durable when this returns.
     *
     * @throws Exception if it is not certain to be; then the caller must not be told that anything happened
     */
    void append(Row row) throws Exception;
}
