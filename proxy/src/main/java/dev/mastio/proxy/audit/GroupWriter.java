package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.ActionTable.Last;
import dev.mastio.proxy.store.Store;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes groups of events, each in one transaction, for one thread. On Postgres it remembers the row that it wrote last, and where
 * that is still the last one a group of actions takes one round trip: the database compares, so memory need not be right.
 */
final class GroupWriter {

    /** Groups that look first, once others have been found to write as well: at most so many, then it is tried again. */
    private static final int LOOKS = 64;

    private final Store store;
    private final ChainRows rows;
    private @Nullable Last last;
    private int looks;
    private int left;

    GroupWriter(Store store, ChainRows rows) {
        this.store = store;
        this.rows = rows;
    }

    /** Durable when this returns; nothing of it is written when it throws. */
    void write(List<Stamped> events) throws SQLException {
        if (!writeAfterOwn(events)) {
            last = store.write(connection -> rows.append(connection, events)).orElse(null);
        }
    }

    private boolean writeAfterOwn(List<Stamped> events) throws SQLException {
        @Nullable Last expected = last;
        List<Stamped.Action> actions = Stamped.actions(events);
        if (store.kind() != Store.Kind.POSTGRES || expected == null || actions.size() < events.size()) {
            return false;
        }
        if (left > 0) {
            left--;
            return false;
        }
        List<ActionLink> links = ActionLink.chain(Optional.of(expected), actions);
        boolean written = store.writeByOneStatement(connection -> rows.appendAfter(connection, expected, links));
        looks = written ? 0 : Math.clamp(2L * looks, 1, LOOKS);
        left = looks;
        if (written) {
            last = links.getLast().asLast();
        }
        return written;
    }
}
