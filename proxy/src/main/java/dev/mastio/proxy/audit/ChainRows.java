package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.ActionTable.Last;
import dev.mastio.proxy.audit.chain.ActionExport;
import dev.mastio.proxy.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
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

    private static final String LOCK_AND_LOOK =
            "SELECT pg_advisory_xact_lock(%d); %s".formatted(LOCK, ActionTable.LOOK);

    /** SQL states: a function that is not there, as in a database that was restored from before it, or no right to call it. */
    private static final Set<String> NOT_THERE_OR_NOT_ALLOWED = Set.of("42883", "42501");

    private final Store.Kind kind;
    private final RememberedHead head = new RememberedHead();
    private final ConfirmedHeads confirmed = new ConfirmedHeads();

    ChainRows(Store.Kind kind) {
        this.kind = kind;
    }

    /**
     * Writes them in that order, in a write of the store's of any kind.
     *
     * @throws LostRowsException if rows whose commit was confirmed are not there any more
     */
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
        Map<String, Optional<Head>> heads = new HashMap<>();
        for (String org : organisations.keySet()) {
            heads.put(org, look(connection, org));
        }
        if (!actions.isEmpty()) {
            ActionTable.append(connection, actions);
            confirmAfterwards(ActionExport.CHAIN, actions.getLast().asLast().head());
        }
        for (Map.Entry<String, List<Stamped.OrgEvent>> organisation : organisations.entrySet()) {
            String org = organisation.getKey();
            Optional<Head> before = heads.getOrDefault(org, Optional.empty());
            confirmAfterwards(org, OrgTable.append(connection, org, before, organisation.getValue()));
        }
        head.looked(actions.isEmpty() ? last : Optional.of(actions.getLast().asLast()));
    }

    /**
     * Actions alone, on Postgres, by one statement that also takes the lock and compares, so that it may be a transaction by itself.
     *
     * @return false if nothing is written: what is remembered is not the last row, or nothing is
     */
    boolean appendAfterRemembered(Connection connection, List<Stamped> events) throws SQLException {
        if (kind == Store.Kind.SQLITE || isLost()) {
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
                confirmAfterwards(ActionExport.CHAIN, links.getLast().asLast().head());
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

    /** Whether rows were missing, when they were last looked for, whose commit was confirmed. */
    boolean isLost() {
        return !confirmed.lost().isEmpty();
    }

    /**
     * Takes the lock, then reads the last action: what was committed by whoever had it before is seen. One round trip, and one more for
     * each organisation whose rows are lost.
     *
     * @throws LostRowsException if rows whose commit was confirmed are not there any more
     */
    Optional<Last> begin(Connection connection) throws SQLException {
        Optional<Last> last = lookAtActions(connection, kind == Store.Kind.POSTGRES);
        for (String chain : confirmed.lost()) {
            look(connection, chain);
        }
        return last;
    }

    /** Whether any row was confirmed yet. */
    boolean isAnyConfirmed() {
        return !confirmed.chains().isEmpty();
    }

    /**
     * Looks for the confirmed rows, without the lock and outside of a transaction: they were there before. One round trip for each chain.
     *
     * @throws LostRowsException if one is not there any more
     */
    void requireConfirmed(Connection connection) throws SQLException {
        for (String chain : confirmed.chains()) {
            if (chain.equals(ActionExport.CHAIN)) {
                lookAtActions(connection, false);
            } else {
                look(connection, chain);
            }
        }
    }

    private Optional<Last> lookAtActions(Connection connection, boolean locks) throws SQLException {
        Optional<Head> expected = confirmed.of(ActionExport.CHAIN);
        try (PreparedStatement statement = connection.prepareStatement(locks ? LOCK_AND_LOOK : ActionTable.LOOK)) {
            statement.setLong(1, number(expected));
            statement.execute();
            if (locks) {
                statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                ActionTable.Look look = ActionTable.look(row);
                confirmed.require(
                        ActionExport.CHAIN,
                        expected,
                        look.rowHash(),
                        number(look.last().map(Last::head)));
                return look.last();
            }
        }
    }

    /** The last row of that organisation's chain. */
    private Optional<Head> look(Connection connection, String org) throws SQLException {
        Optional<Head> expected = confirmed.of(org);
        OrgTable.Look look = OrgTable.look(connection, org, number(expected));
        confirmed.require(org, expected, look.hash(), number(look.last()));
        return look.last();
    }

    private static long number(Optional<Head> head) {
        return head.map(Head::seq).orElse(0L);
    }

    private void confirmAfterwards(String chain, Head written) {
        Store.afterwards(() -> confirmed.confirm(chain, written));
    }
}
