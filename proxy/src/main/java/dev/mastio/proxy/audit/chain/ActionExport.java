package dev.mastio.proxy.audit.chain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.wire.Json;
import org.jspecify.annotations.Nullable;

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
        ObjectNode details = Json.object();
        put(details, "detail", row.detail());
        put(details, "dpop_jkt", row.dpopJkt());
        if (row.durationMs() != null) {
            details.put("duration_ms", row.durationMs());
        }
        put(details, "on_behalf_of_user_id", row.onBehalfOfUserId());
        put(details, "request_id", row.requestId());
        details.put("row_hash", rowHash);
        put(details, "tool_name", row.toolName());
        return new OrgRow(
                row.seq(),
                row.seq(),
                CHAIN,
                row.timestamp(),
                row.action(),
                row.agentId(),
                null,
                row.status(),
                CanonicalJson.text(details),
                null,
                null);
    }

    private static void put(ObjectNode details, String name, @Nullable String value) {
        if (value != null) {
            details.put(name, value);
        }
    }
}
