package dev.mastio.proxy.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.audit.chain.ActionRow;
import dev.mastio.proxy.audit.chain.HashFormat;
import dev.mastio.proxy.crypto.Sha256;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The chain of all actions: the exported form holds its own hashes, which must be right too. */
final class ActionCheck {

    private final Consumer<Problem> problems;
    /** Null where the row before is not in the file. */
    private @Nullable String previous;

    ActionCheck(boolean fromTheStart, Consumer<Problem> problems) {
        this.problems = problems;
        this.previous = fromTheStart ? ActionRow.GENESIS : null;
    }

    void take(Line.Entry entry, String where) {
        JsonNode details = details(entry);
        String claimed = details.path("row_hash").asText();
        if (previous != null && !claimed.equals(hash(entry, details, previous))) {
            problems.accept(new Problem(Problem.Kind.ACTION_MISMATCH, where + ": row_hash in its details"));
        }
        previous = claimed;
    }

    private static String hash(Line.Entry entry, JsonNode details, String previous) {
        Long seq = entry.row().seq();
        ActionRow row = new ActionRow(
                seq == null ? 0 : seq,
                entry.row().timestamp(),
                String.valueOf(entry.row().agentId()),
                entry.row().eventType(),
                details.path("tool_name").textValue(),
                entry.row().result(),
                details.path("detail").textValue(),
                details.path("request_id").textValue(),
                null,
                details.path("dpop_jkt").textValue(),
                details.path("on_behalf_of_user_id").textValue());
        return Sha256.hex(row.canonical(HashFormat.V2, previous));
    }

    private static JsonNode details(Line.Entry entry) {
        try {
            return Json.read(String.valueOf(entry.row().details()));
        } catch (IOException e) {
            return Json.object();
        }
    }
}
