package dev.mastio.proxy.audit.chain;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A row of an organisation's chain, without its hashes.
 *
 * @param id only old rows hash it
 * @param seq null in rows that are older than chains of organisations
 * @param principalType hashed unless it is absent or {@code agent}
 */
public record OrgRow(
        long id,
        @Nullable Long seq,
        String orgId,
        String timestamp,
        String eventType,
        @Nullable String agentId,
        @Nullable String sessionId,
        String result,
        @Nullable String details,
        @Nullable String peerOrgId,
        @Nullable String principalType) {

    private static final String GENESIS = "genesis";

    /**
     * The text that is hashed.
     *
     * @param previousHash null for the first row
     */
    public String canonical(HashFormat format, @Nullable String previousHash) {
        StringJoiner text = new StringJoiner("|");
        text.add(
                switch (format) {
                    case V1 -> Long.toString(id);
                    case V2 -> "v2";
                });
        text.add(timestamp)
                .add(eventType)
                .add(empty(agentId))
                .add(empty(sessionId))
                .add(orgId)
                .add(result)
                .add(empty(details))
                .add(previousHash == null ? GENESIS : previousHash);
        if (seq != null || format == HashFormat.V2) {
            text.add("seq=" + seq).add("peer=" + empty(peerOrgId));
        }
        if (principalType != null && !principalType.equals("agent")) {
            text.add("pt=" + principalType);
        }
        return text.toString();
    }

    private static String empty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
