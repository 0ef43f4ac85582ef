package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.chain.ActionRow;
import dev.mastio.proxy.audit.chain.HashFormat;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code audit_log}. */
final class ActionTable {

    private static final String INSERT = """
            INSERT INTO audit_log (chain_seq, timestamp, agent_id, action, tool_name, status, detail, request_id, duration_ms, \
            dpop_jkt, on_behalf_of_user_id, prev_hash, row_hash, export_hash, hash_format) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'v2')""";
    private static final String HEAD =
            "SELECT chain_seq, row_hash, export_hash FROM audit_log ORDER BY chain_seq DESC LIMIT 1";
    /** The same, and what stands where another row is expected. By its order, so that it is found in the index however few rows there are. */
    static final String LOOK = """
            SELECT chain_seq, row_hash, export_hash, \
            (SELECT p.row_hash FROM audit_log p WHERE p.chain_seq <= ? ORDER BY p.chain_seq DESC LIMIT 1) \
            FROM audit_log ORDER BY chain_seq DESC LIMIT 1""";

    private static final String PAGE = """
            SELECT chain_seq, timestamp, agent_id, action, tool_name, status, detail, request_id, duration_ms, \
            dpop_jkt, on_behalf_of_user_id, prev_hash, row_hash, export_hash, hash_format, \
            (SELECT p.export_hash FROM audit_log p WHERE p.chain_seq = a.chain_seq - 1) \
            FROM audit_log a WHERE chain_seq > ? AND chain_seq <= ? ORDER BY chain_seq LIMIT ?""";

    private ActionTable() {}

    /**
     * A row as stored.
     *
     * @param rowHash in the form of this chain
     * @param exportHash in the form in which it is exported
     * @param previousExportHash that of the row before; null if there is none
     */
    record Stored(
            ActionRow row,
            HashFormat format,
            String prevHash,
            String rowHash,
            String exportHash,
            @Nullable String previousExportHash) {}

    /** The last row; both its hashes. */
    record Last(long seq, String rowHash, String exportHash) {

        /** As it counts in this chain. */
        Head head() {
            return new Head(seq, rowHash);
        }
    }

    static Optional<Last> last(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(HEAD);
                ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(readLast(row)) : Optional.empty();
        }
    }

    /**
     * The last row.
     *
     * @param rowHash that of the last row up to the expected one; empty if there is none
     */
    record Look(Optional<Last> last, Optional<String> rowHash) {}

    /** What {@link #LOOK} has found. */
    static Look look(ResultSet row) throws SQLException {
        return row.next()
                ? new Look(Optional.of(readLast(row)), Optional.ofNullable(row.getString(4)))
                : new Look(Optional.empty(), Optional.empty());
    }

    private static Last readLast(ResultSet row) throws SQLException {
        return new Last(row.getLong(1), row.getString(2), row.getString(3));
    }

    /** Writes them. */
    static void append(Connection connection, List<ActionLink> links) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (ActionLink link : links) {
                bind(insert, link);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Rows after that one, up to that one, as many as fit a page. */
    static List<Stored> page(Connection connection, long after, long last, int size) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PAGE)) {
            select.setLong(1, after);
            select.setLong(2, last);
            select.setInt(3, size);
            try (ResultSet rows = select.executeQuery()) {
                List<Stored> page = new ArrayList<>();
                while (rows.next()) {
                    page.add(read(rows));
                }
                return page;
            }
        }
    }

    private static void bind(PreparedStatement insert, ActionLink link) throws SQLException {
        ActionRow row = link.row();
        insert.setLong(1, row.seq());
        insert.setString(2, row.timestamp());
        insert.setString(3, row.agentId());
        insert.setString(4, row.action());
        insert.setString(5, row.toolName());
        insert.setString(6, row.status());
        insert.setString(7, row.detail());
        insert.setString(8, row.requestId());
        if (row.durationMs() == null) {
            insert.setNull(9, Types.DOUBLE);
        } else {
            insert.setDouble(9, row.durationMs());
        }
        insert.setString(10, row.dpopJkt());
        insert.setString(11, row.onBehalfOfUserId());
        insert.setString(12, link.previousHash());
        insert.setString(13, link.hash());
        insert.setString(14, link.exportHash());
    }

    private static Stored read(ResultSet rows) throws SQLException {
        double duration = rows.getDouble(9);
        @Nullable Double durationMs = rows.wasNull() ? null : duration;
        ActionRow row = new ActionRow(
                rows.getLong(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getString(7),
                rows.getString(8),
                durationMs,
                rows.getString(10),
                rows.getString(11));
        return new Stored(
                row,
                HashFormat.of(rows.getString(15)),
                rows.getString(12),
                rows.getString(13),
                rows.getString(14),
                rows.getString(16));
    }
}
