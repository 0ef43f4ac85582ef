package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.proof.Checkpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tables {@code audit_checkpoints} and {@code audit_anchors}. What two replicas do at once, the second one does in vain. SQLite refuses
 * a second insertion before it looks at what to do on a conflict, so that is looked for first.
 */
final class ProofTables {

    private ProofTables() {}

    /**
     * A signed checkpoint.
     *
     * @param jwk the public key that signed it: the Mastio forgets the keys that it no longer uses
     */
    record Signed(Checkpoint checkpoint, String kid, String jwk, String jws) {}

    /** A time stamp. */
    record Anchor(String orgId, long seq, String rowHash, String token, String authority, String createdAt) {}

    /** Of which row a checkpoint or an anchor tells, and since when. */
    record Proof(Head row, String createdAt) {}

    static boolean add(Connection connection, Signed signed) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO audit_checkpoints (org_id, chain_seq, row_hash, created_at, kid, jwk, jws)"
                        + " SELECT ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS"
                        + " (SELECT 1 FROM audit_checkpoints WHERE org_id = ? AND chain_seq = ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, signed.checkpoint().orgId());
            insert.setLong(2, signed.checkpoint().seq());
            insert.setString(3, signed.checkpoint().rowHash());
            insert.setString(4, signed.checkpoint().createdAt());
            insert.setString(5, signed.kid());
            insert.setString(6, signed.jwk());
            insert.setString(7, signed.jws());
            insert.setString(8, signed.checkpoint().orgId());
            insert.setLong(9, signed.checkpoint().seq());
            return insert.executeUpdate() > 0;
        }
    }

    static boolean add(Connection connection, Anchor anchor) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO audit_anchors (org_id, chain_seq, row_hash, tsa_token_b64, tsa_url, created_at)"
                        + " SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS"
                        + " (SELECT 1 FROM audit_anchors WHERE org_id = ? AND chain_seq = ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, anchor.orgId());
            insert.setLong(2, anchor.seq());
            insert.setString(3, anchor.rowHash());
            insert.setString(4, anchor.token());
            insert.setString(5, anchor.authority());
            insert.setString(6, anchor.createdAt());
            insert.setString(7, anchor.orgId());
            insert.setLong(8, anchor.seq());
            return insert.executeUpdate() > 0;
        }
    }

    static Optional<Proof> lastCheckpoint(Connection connection, String org) throws SQLException {
        return last("audit_checkpoints", connection, org);
    }

    static Optional<Proof> lastAnchor(Connection connection, String org) throws SQLException {
        return last("audit_anchors", connection, org);
    }

    /** The last row of that chain of which any of them tells; empty if there is none. */
    static Optional<Head> lastProven(Connection connection, String org) throws SQLException {
        return Stream.concat(lastCheckpoint(connection, org).stream(), lastAnchor(connection, org).stream())
                .map(Proof::row)
                .max(Comparator.comparingLong(Head::seq));
    }

    private static Optional<Proof> last(String table, Connection connection, String org) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT chain_seq, row_hash, created_at FROM "
                + table + " WHERE org_id = ? ORDER BY chain_seq DESC LIMIT 1")) {
            select.setString(1, org);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Proof(new Head(row.getLong(1), row.getString(2)), row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    /** Those after that row, as many as fit a page. */
    static List<Signed> checkpoints(Connection connection, String org, long after, int size) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT chain_seq, row_hash, created_at, kid, jwk, jws FROM audit_checkpoints"
                        + " WHERE org_id = ? AND chain_seq > ? ORDER BY chain_seq LIMIT " + size)) {
            select.setString(1, org);
            select.setLong(2, after);
            try (ResultSet rows = select.executeQuery()) {
                List<Signed> found = new ArrayList<>();
                while (rows.next()) {
                    Checkpoint checkpoint = new Checkpoint(org, rows.getLong(1), rows.getString(2), rows.getString(3));
                    found.add(new Signed(checkpoint, rows.getString(4), rows.getString(5), rows.getString(6)));
                }
                return found;
            }
        }
    }

    /** Those after that row, as many as fit a page. */
    static List<Anchor> anchors(Connection connection, String org, long after, int size) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT chain_seq, row_hash, tsa_token_b64, tsa_url, created_at FROM audit_anchors"
                        + " WHERE org_id = ? AND chain_seq > ? ORDER BY chain_seq LIMIT " + size)) {
            select.setString(1, org);
            select.setLong(2, after);
            try (ResultSet rows = select.executeQuery()) {
                List<Anchor> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new Anchor(
                            org,
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5)));
                }
                return found;
            }
        }
    }
}
