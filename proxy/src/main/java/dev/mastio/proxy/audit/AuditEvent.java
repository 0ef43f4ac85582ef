package dev.mastio.proxy.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.audit.chain.ActionExport;
import dev.mastio.proxy.audit.chain.CanonicalJson;
import dev.mastio.proxy.audit.chain.StorableText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Something that happened and has to be recorded. */
public sealed interface AuditEvent {

    /** Largest details, in bytes of UTF-8. */
    int DETAIL_LIMIT = 16_384;

    /** Bytes of UTF-8 that the name of a request takes in a row. */
    int ID_LIMIT = 768;

    /**
     * What a principal did, or was not let do: one row of the chain of all actions.
     *
     * @param status such as {@code success}, {@code error}, {@code denied}, {@code allow}
     * @param detail free text, or JSON in its canonical form
     */
    record Action(
            String agentId,
            String action,
            String status,
            @Nullable String toolName,
            @Nullable String detail,
            @Nullable String requestId,
            @Nullable Double durationMs,
            @Nullable String dpopJkt,
            @Nullable String onBehalfOfUserId)
            implements AuditEvent {

        /** Checks the limit. */
        public Action {
            agentId = StorableText.of(agentId);
            toolName = StorableText.ofNullable(toolName);
            detail = withinLimit(StorableText.ofNullable(detail));
            requestId = StorableText.ofNullable(requestId);
            dpopJkt = StorableText.ofNullable(dpopJkt);
            onBehalfOfUserId = StorableText.ofNullable(onBehalfOfUserId);
        }

        /** The least there is to say; the other methods add to it. */
        public static Action of(String agentId, String action, String status) {
            return new Action(agentId, action, status, null, null, null, null, null, null);
        }

        /** On that tool. */
        public Action tool(@Nullable String name) {
            return new Action(agentId, action, status, name, detail, requestId, durationMs, dpopJkt, onBehalfOfUserId);
        }

        /** With those words. */
        public Action detail(@Nullable String text) {
            return new Action(
                    agentId, action, status, toolName, text, requestId, durationMs, dpopJkt, onBehalfOfUserId);
        }

        /** With those facts. */
        public Action detail(ObjectNode facts) {
            return detail(CanonicalJson.text(facts));
        }

        /** In that request. */
        public Action request(@Nullable String id) {
            return new Action(agentId, action, status, toolName, detail, id, durationMs, dpopJkt, onBehalfOfUserId);
        }

        /** In that time. */
        public Action took(Duration time) {
            // Microseconds: finer ones only look exact.
            double millis = TimeUnit.NANOSECONDS.toMicros(time.toNanos()) / 1_000.0;
            return new Action(agentId, action, status, toolName, detail, requestId, millis, dpopJkt, onBehalfOfUserId);
        }

        /** Proven with the key of that thumbprint. */
        public Action proofKey(@Nullable String thumbprint) {
            return new Action(
                    agentId, action, status, toolName, detail, requestId, durationMs, thumbprint, onBehalfOfUserId);
        }

        /** For that user. */
        public Action onBehalfOf(@Nullable String user) {
            return new Action(agentId, action, status, toolName, detail, requestId, durationMs, dpopJkt, user);
        }
    }

    /**
     * What happened between agents of an organisation: one row of that organisation's chain.
     *
     * @param orgId {@code __system__} where no organisation is known
     * @param result {@code ok}, {@code denied} or {@code error}
     * @param details JSON in its canonical form; null rather than an empty object
     */
    record OrgEvent(
            String orgId,
            String eventType,
            String result,
            @Nullable String agentId,
            @Nullable String sessionId,
            @Nullable String details,
            @Nullable String peerOrgId)
            implements AuditEvent {

        private static final String NO_ORG = "__system__";

        /** Checks the limit. */
        public OrgEvent {
            orgId = orgId.isEmpty() ? NO_ORG : StorableText.of(orgId);
            agentId = StorableText.ofNullable(agentId);
            sessionId = StorableText.ofNullable(sessionId);
            details = withinLimit(details);
            peerOrgId = StorableText.ofNullable(peerOrgId);
            if (orgId.equals(ActionExport.CHAIN)) {
                throw new IllegalArgumentException("no organisation may be called " + orgId);
            }
        }

        /** The least there is to say; the other methods add to it. */
        public static OrgEvent of(@Nullable String orgId, String eventType, String result) {
            return new OrgEvent(orgId == null ? NO_ORG : orgId, eventType, result, null, null, null, null);
        }

        /** By that agent. */
        public OrgEvent agent(@Nullable String id) {
            return new OrgEvent(orgId, eventType, result, id, sessionId, details, peerOrgId);
        }

        /** In that session. */
        public OrgEvent session(@Nullable String id) {
            return new OrgEvent(orgId, eventType, result, agentId, id, details, peerOrgId);
        }

        /** With those facts. */
        public OrgEvent details(ObjectNode facts) {
            String text = facts.isEmpty() ? null : CanonicalJson.text(facts);
            return new OrgEvent(orgId, eventType, result, agentId, sessionId, text, peerOrgId);
        }

        /** With that organisation at the other end. */
        public OrgEvent peer(@Nullable String peer) {
            return new OrgEvent(orgId, eventType, result, agentId, sessionId, details, peer);
        }
    }

    /** That text as far as details can hold it, with a mark if it was cut. */
    static String shortened(String text) {
        return shortened(text, DETAIL_LIMIT);
    }

    /** That name of a request, with a mark if it was cut: whoever asks names it, in as many characters as a body has room for. */
    static String shortenedId(String id) {
        return shortened(id, ID_LIMIT);
    }

    private static String shortened(String text, int limit) {
        // Before it is measured: what replaces half a character is longer.
        String storable = StorableText.of(text);
        if (storable.getBytes(StandardCharsets.UTF_8).length <= limit) {
            return storable;
        }
        String cut = " … (cut)";
        int room = limit - cut.getBytes(StandardCharsets.UTF_8).length;
        // A character of Java's takes three bytes at most.
        String kept = storable.substring(0, Math.min(storable.length(), room / 3));
        return StorableText.of(kept) + cut;
    }

    private static @Nullable String withinLimit(@Nullable String details) {
        // A character of Java's takes three bytes at most.
        if (details != null
                && details.length() > DETAIL_LIMIT / 3
                && details.getBytes(StandardCharsets.UTF_8).length > DETAIL_LIMIT) {
            throw new IllegalArgumentException("details of more than " + DETAIL_LIMIT + " bytes");
        }
        return details;
    }
}
