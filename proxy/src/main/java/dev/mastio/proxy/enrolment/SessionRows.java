package dev.mastio.proxy.enrolment;

import dev.mastio.proxy.enrolment.Session.Granted;
import dev.mastio.proxy.enrolment.Session.Status;
import dev.mastio.proxy.wire.TextList;
import dev.mastio.proxy.wire.Timestamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rows of {@code pending_enrollments}. */
final class SessionRows {

    private static final String COLUMNS = """
            SELECT session_id, pubkey_pem, pubkey_fingerprint, requester_name, requester_email, reason, device_info, dpop_jkt,
                   status, created_at, expires_at, agent_id_assigned, capabilities_assigned, cert_pem, rejection_reason,
                   principal_type
            FROM pending_enrollments""";

    private SessionRows() {}

    /** Whether it was inserted; not if its attestation nonce was used before. */
    static boolean insert(
            Connection connection, Session session, Optional<String> nonceId, Optional<String> attestation)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO pending_enrollments (session_id, pubkey_pem, pubkey_fingerprint, requester_name, requester_email,
                    reason, device_info, dpop_jkt, status, created_at, expires_at, principal_type, attestation_nonce_id,
                    device_attestation_json)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")) {
            insert.setString(1, session.id());
            insert.setString(2, session.publicKeyPem());
            insert.setString(3, session.fingerprint());
            insert.setString(4, session.requesterName());
            insert.setString(5, session.requesterEmail());
            insert.setString(6, session.reason().orElse(null));
            insert.setString(7, session.deviceInfo().orElse(null));
            insert.setString(8, session.proofKey().orElse(null));
            insert.setString(9, Timestamp.text(session.createdAt()));
            insert.setString(10, Timestamp.text(session.expiresAt()));
            insert.setString(11, session.principalType());
            insert.setString(12, nonceId.orElse(null));
            insert.setString(13, attestation.orElse(null));
            return insert.executeUpdate() == 1;
        }
    }

    /** How many may still be decided on; counts no further than the limit. */
    static int waiting(Connection connection, int limit, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT count(*) FROM (SELECT 1 FROM pending_enrollments WHERE status = 'pending' AND expires_at > ? LIMIT ?) AS waiting")) {
            select.setString(1, Timestamp.text(now));
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    static Optional<Session> find(Connection connection, String id, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + " WHERE session_id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(session(row, now)) : Optional.empty();
            }
        }
    }

    static List<Session> pending(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                COLUMNS + " WHERE status = 'pending' AND expires_at > ? ORDER BY created_at DESC, session_id")) {
            select.setString(1, Timestamp.text(now));
            try (ResultSet row = select.executeQuery()) {
                List<Session> pending = new ArrayList<>();
                while (row.next()) {
                    pending.add(session(row, now));
                }
                return pending;
            }
        }
    }

    /** Whether it was approved by this; not if somebody else decided first, or it expired. */
    static boolean approve(
            Connection connection, String id, Granted granted, List<String> groups, String by, Instant now)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE pending_enrollments SET status = 'approved', decided_at = ?, decided_by = ?, agent_id_assigned = ?,
                    capabilities_assigned = ?, groups_assigned = ?, cert_pem = ?
                WHERE session_id = ? AND status = 'pending' AND expires_at > ?""")) {
            update.setString(1, Timestamp.text(now));
            update.setString(2, by);
            update.setString(3, granted.agentId());
            update.setString(4, TextList.write(granted.capabilities()));
            update.setString(5, TextList.write(groups));
            update.setString(6, granted.certificatePem());
            update.setString(7, id);
            update.setString(8, Timestamp.text(now));
            return update.executeUpdate() == 1;
        }
    }

    /** Whether it was rejected by this; not if somebody else decided first, or it expired. */
    static boolean reject(Connection connection, String id, String reason, String by, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE pending_enrollments SET status = 'rejected', decided_at = ?, decided_by = ?, rejection_reason = ?
                WHERE session_id = ? AND status = 'pending' AND expires_at > ?""")) {
            update.setString(1, Timestamp.text(now));
            update.setString(2, by);
            update.setString(3, reason);
            update.setString(4, id);
            update.setString(5, Timestamp.text(now));
            return update.executeUpdate() == 1;
        }
    }

    private static Session session(ResultSet row, Instant now) throws SQLException {
        Instant expiresAt = Timestamp.read(row.getString("expires_at"));
        Status stored = Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
        return new Session(
                row.getString("session_id"),
                row.getString("pubkey_pem"),
                row.getString("pubkey_fingerprint"),
                row.getString("requester_name"),
                row.getString("requester_email"),
                Optional.ofNullable(row.getString("reason")),
                Optional.ofNullable(row.getString("device_info")),
                Optional.ofNullable(row.getString("dpop_jkt")),
                stored == Status.PENDING && !now.isBefore(expiresAt) ? Status.EXPIRED : stored,
                Timestamp.read(row.getString("created_at")),
                expiresAt,
                granted(row),
                Optional.ofNullable(row.getString("rejection_reason")),
                row.getString("principal_type"));
    }

    private static Optional<Granted> granted(ResultSet row) throws SQLException {
        String agentId = row.getString("agent_id_assigned");
        return agentId == null
                ? Optional.empty()
                : Optional.of(new Granted(
                        agentId, row.getString("cert_pem"), TextList.read(row.getString("capabilities_assigned"))));
    }
}
