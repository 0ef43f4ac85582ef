package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.ActionTable.Last;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The function {@code append_actions} of Postgres. */
final class ActionFunction {

    private static final String CALL = "SELECT append_actions(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private ActionFunction() {}

    /**
     * Writes them, at least one, after that row.
     *
     * @param lock what whoever extends a chain holds
     * @return false if that is not the last row any more; then nothing is written
     */
    static boolean append(Connection connection, long lock, Last expected, List<ActionLink> links) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement(CALL)) {
            call.setLong(1, lock);
            call.setLong(2, expected.seq());
            call.setString(3, expected.rowHash());
            call.setString(4, expected.exportHash());
            call.setArray(5, texts(connection, links, link -> link.row().timestamp()));
            call.setArray(6, texts(connection, links, link -> link.row().agentId()));
            call.setArray(7, texts(connection, links, link -> link.row().action()));
            call.setArray(8, texts(connection, links, link -> link.row().toolName()));
            call.setArray(9, texts(connection, links, link -> link.row().status()));
            call.setArray(10, texts(connection, links, link -> link.row().detail()));
            call.setArray(11, texts(connection, links, link -> link.row().requestId()));
            call.setArray(
                    12,
                    connection.createArrayOf(
                            "float8",
                            links.stream().map(link -> link.row().durationMs()).toArray(Double[]::new)));
            call.setArray(13, texts(connection, links, link -> link.row().dpopJkt()));
            call.setArray(14, texts(connection, links, link -> link.row().onBehalfOfUserId()));
            call.setArray(15, texts(connection, links, ActionLink::previousHash));
            call.setArray(16, texts(connection, links, ActionLink::hash));
            call.setArray(17, texts(connection, links, ActionLink::exportHash));
            try (ResultSet written = call.executeQuery()) {
                return written.next() && written.getBoolean(1);
            }
        }
    }

    private static Array texts(
            Connection connection, List<ActionLink> links, Function<ActionLink, @Nullable String> column)
            throws SQLException {
        return connection.createArrayOf("text", links.stream().map(column).toArray(String[]::new));
    }
}
