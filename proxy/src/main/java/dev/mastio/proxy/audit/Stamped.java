package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.chain.ActionExport;
import dev.mastio.proxy.audit.chain.AuditTime;
import java.time.Instant;
import java.util.List;

/** An event with all that can be written of it before its place in a chain is known: whoever has the chain keeps all others waiting. */
sealed interface Stamped {

    /** That event at that time. */
    static Stamped of(Instant time, AuditEvent event) {
        String timestamp = AuditTime.text(time);
        return switch (event) {
            case AuditEvent.Action action -> new Action(timestamp, action, details(action));
            case AuditEvent.OrgEvent ofOrg -> new OrgEvent(timestamp, ofOrg);
        };
    }

    /** Those of the chain of all actions. */
    static List<Action> actions(List<Stamped> events) {
        return events.stream()
                .filter(Action.class::isInstance)
                .map(Action.class::cast)
                .toList();
    }

    private static ActionExport.Details details(AuditEvent.Action action) {
        return ActionExport.Details.of(
                action.detail(),
                action.dpopJkt(),
                action.durationMs(),
                action.onBehalfOfUserId(),
                action.requestId(),
                action.toolName());
    }

    /**
     * For the chain of all actions.
     *
     * @param timestamp as it is stored and hashed
     */
    record Action(String timestamp, AuditEvent.Action event, ActionExport.Details details) implements Stamped {}

    /**
     * For that of an organisation.
     *
     * @param timestamp as it is stored and hashed
     */
    record OrgEvent(String timestamp, AuditEvent.OrgEvent event) implements Stamped {}
}
