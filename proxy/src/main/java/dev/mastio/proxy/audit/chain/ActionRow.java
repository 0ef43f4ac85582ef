package dev.mastio.proxy.audit.chain;

import org.jspecify.annotations.Nullable;

/**
 * A row of the chain of all actions, without its hashes.
 *
 * @param timestamp as it is stored and hashed
 */
public record ActionRow(
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
    public static final String GENESIS = "genesis";

    /** The text that is hashed. */
    public String canonical(HashFormat format, String previousHash) {
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
