package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.chain.ActionExport;
import dev.mastio.proxy.audit.chain.HashFormat;
import dev.mastio.proxy.audit.chain.OrgRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** A chain as others see it, who know only one form. */
sealed interface Chain {

    /** A row in that form. */
    record Entry(
            OrgRow row,
            HashFormat format,
            @Nullable String previousHash,
            String entryHash,
            @Nullable String peerRowHash) {}

    /** Under which name. */
    String orgId();

    /** Its last row; empty as long as it has none. */
    Optional<Head> head(Connection connection) throws SQLException;

    /** Rows after that one, up to that one, as many as fit a page. */
    List<Entry> page(Connection connection, long after, long last, int size) throws SQLException;

    /** That of the row of that number; empty if there is none. */
    default Optional<String> hashOf(Connection connection, long seq) throws SQLException {
        return page(connection, seq - 1, seq, 1).stream().findFirst().map(Entry::entryHash);
    }

    /** All that there are, and those of which only proofs are left. */
    static List<Chain> all(Connection connection) throws SQLException {
        SortedSet<String> names = OrganisationNames.all(connection);
        names.remove(ActionExport.CHAIN);
        List<Chain> chains = new ArrayList<>();
        chains.add(new Actions());
        names.forEach(org -> chains.add(new Organisation(org)));
        return chains;
    }

    /** The one of that name. */
    static Chain of(String orgId) {
        return orgId.equals(ActionExport.CHAIN) ? new Actions() : new Organisation(orgId);
    }

    /** All actions. */
    record Actions() implements Chain {

        @Override
        public String orgId() {
            return ActionExport.CHAIN;
        }

        @Override
        public Optional<Head> head(Connection connection) throws SQLException {
            return ActionTable.last(connection).map(last -> new Head(last.seq(), last.exportHash()));
        }

        @Override
        public List<Entry> page(Connection connection, long after, long last, int size) throws SQLException {
            return ActionTable.page(connection, after, last, size).stream()
                    .map(stored -> new Entry(
                            ActionExport.of(stored.row(), stored.rowHash()),
                            stored.format(),
                            stored.previousExportHash(),
                            stored.exportHash(),
                            null))
                    .toList();
        }
    }

    /** What happens between agents of an organisation. */
    record Organisation(String orgId) implements Chain {

        @Override
        public Optional<Head> head(Connection connection) throws SQLException {
            return OrgTable.head(connection, orgId);
        }

        @Override
        public List<Entry> page(Connection connection, long after, long last, int size) throws SQLException {
            return OrgTable.page(connection, orgId, after, last, size).stream()
                    .map(stored -> new Entry(
                            stored.row(),
                            stored.format(),
                            stored.previousHash(),
                            stored.entryHash(),
                            stored.peerRowHash()))
                    .toList();
        }
    }
}
