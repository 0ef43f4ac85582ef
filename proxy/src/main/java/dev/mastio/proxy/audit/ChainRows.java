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
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events as the next rows of their chains, within a transaction of the caller's. Only one transaction at a time may do so,
 * whichever process it is in: SQLite has one writer anyway; on Postgres the first statement takes a lock that ends with the transaction.
 */
final class ChainRows {

    private static final Logger LOG = LoggerFactory.getLogger(ChainRows.class);

    /** Any number will do, as long as it stays the same. */
    private static final long LOCK = 0x6d61_7374_696fL;

    private static final String LOCK_AND_HEAD =
            "SELECT pg_advisory_xact_lock(%d); %s".formatted(LOCK, ActionTable.HEAD);

    /** SQL states: a function that is not there, as in a database that was restored from before it, or no right to call it. */
    private static final Set<String> NOT_THERE_OR_NOT_ALLOWED = Set.of("42883", "42501");

    private final Store.Kind kind;
    private final RememberedHead head = new RememberedHead();

    ChainRows(Store.Kind kind) {
        this.kind = kind;
    }

    /** Writes them in that order, in a transaction of any kind. */
    void append(Connection connection, List<Stamped> events) throws SQLException {
        if (!appendAfterRemembered(connection, events)) {
            appendAfterLook(connection, events);
        }
    }

    /** The same, whatever is remembered. */
    void appendAfterLook(Connection connection, List<Stamped> events) throws SQLException {
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
        head.looked(actions.isEmpty() ? last : Optional.of(actions.getLast().asLast()));
    }

    /**
     * Actions alone, on Postgres, by one statement that also takes the lock and compares, so that it may be a transaction by itself.
     *
     * @return false if nothing is written: what is remembered is not the last row, or nothing is
     */
    boolean appendAfterRemembered(Connection connection, List<Stamped> events) throws SQLException {
        if (kind == Store.Kind.SQLITE) {
            return false;
        }
        List<Stamped.Action> actions = Stamped.actions(events);
        if (actions.isEmpty() || actions.size() < events.size()) {
            return false;
        }
        Optional<Last> remembered = head.toTry();
        if (remembered.isEmpty()) {
            return false;
        }
        List<ActionLink> links = ActionLink.chain(remembered, actions);
        try {
            boolean right = ActionFunction.append(connection, LOCK, remembered.get(), links);
            if (right) {
                // Not committed yet, and perhaps never: then it is wrong once.
                head.wasRight(links.getLast().asLast());
            } else {
                head.wasWrong();
            }
            return right;
        } catch (SQLException e) {
            if (NOT_THERE_OR_NOT_ALLOWED.contains(String.valueOf(e.getSQLState()))) {
                head.giveUp();
                LOG.warn("audit rows take a round trip more until this process is started again: {}", e.getMessage());
            }
            // Whatever it was: the next group looks, as if there were no such function.
            head.wasWrong();
            throw e;
        }
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
