package dev.mastio.proxy.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the chain of all actions, without its hashes.
 *
 * @param timestamp as it is stored and hashed
 */
record ActionRow(
        long seq,
        String timestamp,
        String agentId,
        String action,
        @Nullable String toolName,
        String status,
        @Nullable String detail,
        @Nullable String requestId,
        @Nullable Double durationMs,
        @Nullable String dpopJkt,
        @Nullable String onBehalfOfUserId) {

    /** What the first row is chained to. */
    static final String GENESIS = "genesis";

    static ActionRow of(long seq, Instant time, AuditEvent.Action event) {
        return new ActionRow(
                seq,
                AuditTime.text(time),
                event.agentId(),
                event.action(),
                event.toolName(),
                event.status(),
                event.detail(),
                event.requestId(),
                event.durationMs(),
                event.dpopJkt(),
                event.onBehalfOfUserId());
    }

    /** The text that is hashed. */
    String canonical(HashFormat format, String previousHash) {
        return switch (format) {
            case V1 ->
                String.join(
                        "|",
                        Long.toString(seq),
                        timestamp,
                        agentId,
                        action,
                        empty(toolName),
                        status,
                        empty(detail),
                        empty(requestId),
                        previousHash);
            case V2 ->
                String.join(
                        "|",
                        "v2",
                        Long.toString(seq),
                        timestamp,
                        agentId,
                        action,
                        empty(toolName),
                        status,
                        empty(detail),
                        empty(requestId),
                        empty(dpopJkt),
                        empty(onBehalfOfUserId),
                        previousHash);
        };
    }

    private static String empty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
