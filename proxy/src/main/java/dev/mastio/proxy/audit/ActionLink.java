package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.ActionTable.Last;
import dev.mastio.proxy.audit.chain.ActionExport;
import dev.mastio.proxy.audit.chain.ActionRow;
import dev.mastio.proxy.audit.chain.HashFormat;
import dev.mastio.proxy.crypto.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An action in its place of the chain, to be stored.
 *
 * @param previousHash that of the row before
 * @param hash in the form of this chain
 * @param exportHash in the form in which it is exported
 */
record ActionLink(ActionRow row, String previousHash, String hash, String exportHash) {

    /** Those actions, one after the other, after that row. */
    static List<ActionLink> chain(Optional<Last> head, List<Stamped.Action> actions) {
        @Nullable Last last = head.orElse(null);
        long seq = last == null ? 0 : last.seq();
        String previous = last == null ? ActionRow.GENESIS : last.rowHash();
        String previousExport = last == null ? null : last.exportHash();
        List<ActionLink> links = new ArrayList<>(actions.size());
        for (Stamped.Action stamped : actions) {
            ActionRow row = row(++seq, stamped.timestamp(), stamped.event());
            String hash = Sha256.hex(row.canonical(HashFormat.V2, previous));
            String exportHash =
                    Sha256.hex(ActionExport.of(row, stamped.details(), hash).canonical(HashFormat.V2, previousExport));
            links.add(new ActionLink(row, previous, hash, exportHash));
            previous = hash;
            previousExport = exportHash;
        }
        return links;
    }

    /** What the next one is chained to. */
    Last asLast() {
        return new Last(row.seq(), hash, exportHash);
    }

    private static ActionRow row(long seq, String timestamp, AuditEvent.Action event) {
        return new ActionRow(
                seq,
                timestamp,
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
}
