package dev.mastio.proxy.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names of organisations that have, or had, a chain: proofs are left where the database has lost all the rows. */
final class OrganisationNames {

    private static final List<String> TABLES = List.of("local_audit", "audit_checkpoints", "audit_anchors");

    static SortedSet<String> all(Connection connection) throws SQLException {
        SortedSet<String> names = new TreeSet<>();
        for (String table : TABLES) {
            addThoseOf(table, connection, names);
        }
        return names;
    }

    /** One step of the table's index for each, however many rows they have. */
    private static void addThoseOf(String table, Connection connection, SortedSet<String> names) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT min(org_id) FROM " + table + " WHERE org_id > ?")) {
            String after = "";
            while (true) {
                select.setString(1, after);
                try (ResultSet row = select.executeQuery()) {
                    @Nullable String next = row.next() ? row.getString(1) : null;
                    if (next == null) {
                        return;
                    }
                    names.add(next);
                    after = next;
                }
            }
        }
    }

    private OrganisationNames() {}
}
