package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.chain.HashFormat;
import dev.mastio.proxy.audit.chain.OrgRow;
import dev.mastio.proxy.crypto.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code local_audit}. */
final class OrgTable {

    private static final String INSERT = """
            INSERT INTO local_audit (timestamp, event_type, agent_id, session_id, org_id, details, result, entry_hash, previous_hash, \
            chain_seq, peer_org_id, hash_format) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'v2')""";
    private static final String HEAD =
            "SELECT chain_seq, entry_hash FROM local_audit WHERE org_id = ? ORDER BY chain_seq DESC LIMIT 1";
    /** The same, and what stands where another row is expected. */
    private static final String LOOK = """
            SELECT chain_seq, entry_hash, \
            (SELECT p.entry_hash FROM local_audit p WHERE p.org_id = ? AND p.chain_seq <= ? ORDER BY p.chain_seq DESC LIMIT 1) \
            FROM local_audit WHERE org_id = ? ORDER BY chain_seq DESC LIMIT 1""";

    private static final String PAGE = """
            SELECT id, chain_seq, timestamp, event_type, agent_id, session_id, result, details, peer_org_id, \
            peer_row_hash, previous_hash, entry_hash, hash_format \
            FROM local_audit WHERE org_id = ? AND chain_seq > ? AND chain_seq <= ? ORDER BY chain_seq LIMIT ?""";

    private OrgTable() {}

    /** A row as stored. */
    record Stored(
            OrgRow row,
            HashFormat format,
            @Nullable String peerRowHash,
            @Nullable String previousHash,
            String entryHash) {}

    static Optional<Head> head(Connection connection, String org) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(HEAD)) {
            select.setString(1, org);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(new Head(row.getLong(1), row.getString(2))) : Optional.empty();
            }
        }
    }

    /**
     * The last row.
     *
     * @param hash that of the last row up to the expected one; empty if there is none
     */
    record Look(Optional<Head> last, Optional<String> hash) {}

    /** The last row, and what stands in the place of one with that number. */
    static Look look(Connection connection, String org, long expected) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOOK)) {
            select.setString(1, org);
            select.setLong(2, expected);
            select.setString(3, org);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Look(
                                Optional.of(new Head(row.getLong(1), row.getString(2))),
                                Optional.ofNullable(row.getString(3)))
                        : new Look(Optional.empty(), Optional.empty());
            }
        }
    }

    /**
     * Writes them after that row, at least one.
     *
     * @return the last one
     */
    static Head append(Connection connection, String org, Optional<Head> last, List<Stamped.OrgEvent> events)
            throws SQLException {
        @Nullable Head head = last.orElse(null);
        long seq = head == null ? 0 : head.seq();
        String previous = head == null ? null : head.hash();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Stamped.OrgEvent stamped : events) {
                OrgRow row = row(++seq, stamped.timestamp(), stamped.event());
                String hash = Sha256.hex(row.canonical(HashFormat.V2, previous));
                bind(insert, row, seq, previous, hash);
                insert.addBatch();
                previous = hash;
            }
            insert.executeBatch();
        }
        return new Head(seq, Objects.requireNonNull(previous));
    }

    /** Rows after that one, up to that one, as many as fit a page. */
    static List<Stored> page(Connection connection, String org, long after, long last, int size) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PAGE)) {
            select.setString(1, org);
            select.setLong(2, after);
            select.setLong(3, last);
            select.setInt(4, size);
            try (ResultSet rows = select.executeQuery()) {
                List<Stored> page = new ArrayList<>();
                while (rows.next()) {
                    page.add(read(rows, org));
                }
                return page;
            }
        }
    }

    /** New rows do not hash their id, which the database chooses. */
    private static OrgRow row(long seq, String timestamp, AuditEvent.OrgEvent event) {
        return new OrgRow(
                seq,
                seq,
                event.orgId(),
                timestamp,
                event.eventType(),
                event.agentId(),
                event.sessionId(),
                event.result(),
                event.details(),
                event.peerOrgId(),
                null);
    }

    private static void bind(PreparedStatement insert, OrgRow row, long seq, @Nullable String previous, String hash)
            throws SQLException {
        insert.setString(1, row.timestamp());
        insert.setString(2, row.eventType());
        insert.setString(3, row.agentId());
        insert.setString(4, row.sessionId());
        insert.setString(5, row.orgId());
        insert.setString(6, row.details());
        insert.setString(7, row.result());
        insert.setString(8, hash);
        insert.setString(9, previous);
        insert.setLong(10, seq);
        insert.setString(11, row.peerOrgId());
    }

    private static Stored read(ResultSet rows, String org) throws SQLException {
        OrgRow row = new OrgRow(
                rows.getLong(1),
                rows.getLong(2),
                org,
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getString(7),
                rows.getString(8),
                rows.getString(9),
                null);
        return new Stored(
                row, HashFormat.of(rows.getString(13)), rows.getString(10), rows.getString(11), rows.getString(12));
    }
}
