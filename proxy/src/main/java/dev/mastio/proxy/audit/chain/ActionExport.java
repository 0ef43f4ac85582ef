package dev.mastio.proxy.audit.chain;

/**
 * The chain of all actions in the form that verifiers read, which is that of an organisation's chain. Every action is hashed in both
 * forms when it is written, so that a change in the database shows in either. The exported row holds the action's own hash among its
 * details, and fields that the action's own hash leaves open.
 */
public final class ActionExport {

    /** The name under which it is exported. No organisation may have it. */
    public static final String CHAIN = "__audit_log__";

    private ActionExport() {}

    public static OrgRow of(ActionRow row, String rowHash) {
        String details = new CanonicalJson.Fields()
                .text("detail", row.detail())
                .text("dpop_jkt", row.dpopJkt())
                .number("duration_ms", row.durationMs())
                .text("on_behalf_of_user_id", row.onBehalfOfUserId())
                .text("request_id", row.requestId())
                .text("row_hash", rowHash)
                .text("tool_name", row.toolName())
                .end();
        return new OrgRow(
                row.seq(),
                row.seq(),
                CHAIN,
                row.timestamp(),
                row.action(),
                row.agentId(),
                null,
                row.status(),
                details,
                null,
                null);
    }
}
