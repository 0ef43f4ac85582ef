package dev.mastio.proxy.audit.chain;

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

    /** The canonical text of the details, around the action's own hash. */
    public record Details(String before, String after) {

        public static Details of(
                @Nullable String detail,
                @Nullable String dpopJkt,
                @Nullable Double durationMs,
                @Nullable String onBehalfOfUserId,
                @Nullable String requestId,
                @Nullable String toolName) {
            String text = new CanonicalJson.Fields()
                    .text("detail", detail)
                    .text("dpop_jkt", dpopJkt)
                    .number("duration_ms", durationMs)
                    .text("on_behalf_of_user_id", onBehalfOfUserId)
                    .text("request_id", requestId)
                    .text("row_hash", "")
                    .text("tool_name", toolName)
                    .end();
            String empty = "\"row_hash\":\"\"";
            // Within a text its quotes would have backslashes before them.
            int hash = text.indexOf(empty) + empty.length() - 1;
            return new Details(text.substring(0, hash), text.substring(hash));
        }

        String with(String rowHash) {
            return before + rowHash + after;
        }
    }

    /** A row as it is stored. */
    public static OrgRow of(ActionRow row, String rowHash) {
        return of(
                row,
                Details.of(
                        row.detail(),
                        row.dpopJkt(),
                        row.durationMs(),
                        row.onBehalfOfUserId(),
                        row.requestId(),
                        row.toolName()),
                rowHash);
    }

    /** The same of a row with those details. */
    public static OrgRow of(ActionRow row, Details details, String rowHash) {
        return new OrgRow(
                row.seq(),
                row.seq(),
                CHAIN,
                row.timestamp(),
                row.action(),
                row.agentId(),
                null,
                row.status(),
                details.with(rowHash),
                null,
                null);
    }
}
