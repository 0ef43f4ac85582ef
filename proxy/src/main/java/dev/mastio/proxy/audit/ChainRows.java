package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.ActionTable.Last;
import dev.mastio.proxy.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes events as the next rows of their chains, within a transaction of the caller's. Only one transaction at a time may do so,
 * whichever process it is in: SQLite has one writer anyway; on Postgres the first statement takes a lock that ends with the transaction.
 */
final class ChainRows {

    /** Any number will do, as long as it stays the same. */
    private static final long LOCK = 0x6d61_7374_696fL;

    private static final String LOCK_AND_HEAD =
            "SELECT pg_advisory_xact_lock(%d); %s".formatted(LOCK, ActionTable.HEAD);

    private final Store.Kind kind;

    ChainRows(Store.Kind kind) {
        this.kind = kind;
    }

    /**
     * Writes them in that order.
     *
     * @return the last action then; empty as long as there is none
     */
    Optional<Last> append(Connection connection, List<Stamped> events) throws SQLException {
        Optional<Last> last = begin(connection);
        List<ActionLink> actions = ActionLink.chain(last, Stamped.actions(events));
        Map<String, List<Stamped.OrgEvent>> organisations = new LinkedHashMap<>();
        for (Stamped stamped : events) {
            if (stamped instanceof Stamped.OrgEvent event) {
                organisations
                        .computeIfAbsent(event.event().orgId(), org -> new ArrayList<>())
                        .add(event);
            }
        }
        if (!actions.isEmpty()) {
            ActionTable.append(connection, actions);
        }
        for (Map.Entry<String, List<Stamped.OrgEvent>> organisation : organisations.entrySet()) {
            OrgTable.append(connection, organisation.getKey(), organisation.getValue());
        }
        return actions.isEmpty() ? last : Optional.of(actions.getLast().asLast());
    }

    /**
     * On Postgres, actions only, at least one: by one statement, which takes the lock itself.
     *
     * @return false if that is not the last action any more; then nothing is written
     */
    boolean appendAfter(Connection connection, Last expected, List<ActionLink> actions) throws SQLException {
        return ActionFunction.append(connection, LOCK, expected, actions);
    }

    /** Takes the lock, then reads the last action: what was committed by whoever had it before is seen. One round trip. */
    Optional<Last> begin(Connection connection) throws SQLException {
        return switch (kind) {
            case SQLITE -> ActionTable.last(connection);
            case POSTGRES -> {
                try (PreparedStatement statement = connection.prepareStatement(LOCK_AND_HEAD)) {
                    statement.execute();
                    statement.getMoreResults();
                    yield ActionTable.last(statement.getResultSet());
                }
            }
        };
    }
}
