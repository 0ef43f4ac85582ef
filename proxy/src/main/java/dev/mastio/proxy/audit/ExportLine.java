package dev.mastio.proxy.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.audit.chain.OrgRow;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The lines of an exported file. Verifiers read {@code entry} and {@code anchor}, and skip what they do not know. */
final class ExportLine {

    private ExportLine() {}

    static ObjectNode entry(Chain.Entry entry) {
        OrgRow row = entry.row();
        return line("entry")
                .put("id", row.id())
                .put("timestamp", row.timestamp())
                .put("event_type", row.eventType())
                .put("agent_id", row.agentId())
                .put("session_id", row.sessionId())
                .put("org_id", row.orgId())
                .put("result", row.result())
                .put("details", row.details())
                .put("entry_hash", entry.entryHash())
                .put("previous_hash", entry.previousHash())
                .put("chain_seq", row.seq())
                .put("peer_org_id", row.peerOrgId())
                .put("peer_row_hash", entry.peerRowHash())
                .put("principal_type", row.principalType())
                .put("hash_format", entry.format().stored());
    }

    /** Announces which rows follow, so that a file that was cut off shows. None do if the last is before the first. */
    static ObjectNode range(String orgId, long from, Head last, @Nullable String previousHash) {
        return line("range")
                .put("org_id", orgId)
                .put("from_seq", from)
                .put("to_seq", last.seq())
                .put("previous_hash", previousHash)
                .put("row_hash", last.hash());
    }

    static ObjectNode anchor(ProofTables.Anchor anchor) {
        return line("anchor")
                .put("org_id", anchor.orgId())
                .put("chain_seq", anchor.seq())
                .put("row_hash", anchor.rowHash())
                .put("tsa_token_b64", anchor.token())
                .put("tsa_url", anchor.authority())
                .put("created_at", anchor.createdAt());
    }

    static ObjectNode checkpoint(ProofTables.Signed signed) {
        return line("checkpoint")
                .put("org_id", signed.checkpoint().orgId())
                .put("chain_seq", signed.checkpoint().seq())
                .put("row_hash", signed.checkpoint().rowHash())
                .put("created_at", signed.checkpoint().createdAt())
                .put("jws", signed.jws());
    }

    static ObjectNode key(ProofTables.Signed signed) throws IOException {
        ObjectNode line = line("key").put("kid", signed.kid());
        line.set("jwk", Json.read(signed.jwk()));
        return line;
    }

    private static ObjectNode line(String kind) {
        return Json.object().put("kind", kind);
    }
}
