package dev.mastio.proxy.registry;

import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.TextList;
import dev.mastio.proxy.wire.Timestamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows of {@code internal_agents}. */
final class AgentRows {

    private static final String COLUMNS = """
            SELECT agent_id, display_name, capabilities, cert_pem, is_active, dpop_jkt, previous_cert_pem, previous_dpop_jkt,
                   previous_grace_period_expires_at, principal_type, reach, created_at,
                   federated, federated_at, federation_revision
            FROM internal_agents""";

    private AgentRows() {}

    static Optional<Registration> find(Connection connection, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + " WHERE agent_id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(registration(row)) : Optional.empty();
            }
        }
    }

    /** Those of them that there are, by id. */
    static Map<String, Agent> find(Connection connection, Store.Kind kind, Set<String> ids) throws SQLException {
        String among = switch (kind) {
            case SQLITE -> " WHERE agent_id IN (SELECT value FROM json_each(?))";
            case POSTGRES -> " WHERE agent_id = ANY(?)";
        };
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + among)) {
            switch (kind) {
                case SQLITE -> select.setString(1, TextList.write(List.copyOf(ids)));
                case POSTGRES -> select.setArray(1, connection.createArrayOf("text", ids.toArray()));
            }
            try (ResultSet row = select.executeQuery()) {
                Map<String, Agent> found = new HashMap<>();
                while (row.next()) {
                    Agent agent = registration(row).agent();
                    found.put(agent.id(), agent);
                }
                return found;
            }
        }
    }

    /** Another one whenever an agent was added, changed or removed. */
    static String mark(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT mark FROM registry_mark");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the database has lost its registry_mark");
            }
            return row.getString(1);
        }
    }

    static List<Registration> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + " ORDER BY created_at, agent_id");
                ResultSet row = select.executeQuery()) {
            List<Registration> all = new ArrayList<>();
            while (row.next()) {
                all.add(registration(row));
            }
            return all;
        }
    }

    /** Whether it was inserted; not if the id is taken. */
    static boolean insert(Connection connection, Admission admission, Instant now) throws SQLException {
        String time = Timestamp.text(now);
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO internal_agents (agent_id, display_name, capabilities, cert_pem, created_at, enrolled_at, is_active,
                    device_info, dpop_jkt, enrollment_method, spiffe_id, federated, federated_at, federation_revision, principal_type)
                VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")) {
            insert.setString(1, admission.id());
            insert.setString(2, admission.displayName());
            insert.setString(3, TextList.write(admission.capabilities()));
            insert.setString(4, admission.certificatePem());
            insert.setString(5, time);
            insert.setString(6, time);
            insert.setString(7, admission.deviceInfo().orElse(null));
            insert.setString(8, admission.proofKey().orElse(null));
            insert.setString(9, admission.method());
            insert.setString(10, admission.spiffeId().orElse(null));
            insert.setInt(11, admission.federated() ? 1 : 0);
            insert.setString(12, admission.federated() ? time : null);
            insert.setInt(13, admission.federated() ? 1 : 0);
            insert.setString(14, admission.principalType());
            return insert.executeUpdate() == 1;
        }
    }

    /**
     * New certificate and proof key; the former ones stay good for a grace, but not those of one that was deactivated: there may
     * have been a reason. Whether it is active stays as it is, and the row is this transaction's from here on.
     */
    static void renew(Connection connection, Admission admission, Instant now, Instant graceUntil) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE internal_agents SET
                    previous_cert_pem = CASE WHEN is_active = 1 THEN cert_pem END,
                    previous_dpop_jkt = CASE WHEN is_active = 1 THEN dpop_jkt END,
                    previous_grace_period_expires_at = CASE WHEN is_active = 1 THEN ? END,
                    cert_pem = ?, dpop_jkt = ?, spiffe_id = ?, device_info = ?, enrollment_method = ?, enrolled_at = ?
                WHERE agent_id = ?""")) {
            update.setString(1, Timestamp.text(graceUntil));
            update.setString(2, admission.certificatePem());
            update.setString(3, admission.proofKey().orElse(null));
            update.setString(4, admission.spiffeId().orElse(null));
            update.setString(5, admission.deviceInfo().orElse(null));
            update.setString(6, admission.method());
            update.setString(7, Timestamp.text(now));
            update.setString(8, admission.id());
            update.executeUpdate();
        }
    }

    /**
     * A new proof key. A grace that is running for a certificate is neither ended nor made longer. One that is deactivated has no
     * grace: its former key may be why.
     */
    static boolean setProofKey(Connection connection, String id, String proofKey, Instant now, Instant graceUntil)
            throws SQLException {
        String running = "(previous_cert_pem IS NOT NULL AND previous_grace_period_expires_at > ?)";
        try (PreparedStatement update = connection.prepareStatement("UPDATE internal_agents SET"
                + " previous_grace_period_expires_at = CASE WHEN " + running
                + " THEN previous_grace_period_expires_at WHEN is_active = 1 THEN ? END,"
                + " previous_cert_pem = CASE WHEN " + running + " THEN previous_cert_pem END,"
                + " previous_dpop_jkt = CASE WHEN is_active = 1 THEN dpop_jkt END, dpop_jkt = ? WHERE agent_id = ?")) {
            update.setString(1, Timestamp.text(now));
            update.setString(2, Timestamp.text(graceUntil));
            update.setString(3, Timestamp.text(now));
            update.setString(4, proofKey);
            update.setString(5, id);
            return update.executeUpdate() == 1;
        }
    }

    static boolean deactivate(Connection connection, String id, String reason, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE internal_agents SET is_active = 0, revoked_at = ?, revoked_reason = ?, previous_cert_pem = NULL,
                    previous_dpop_jkt = NULL, previous_grace_period_expires_at = NULL
                WHERE agent_id = ?""")) {
            update.setString(1, Timestamp.text(now));
            update.setString(2, reason);
            update.setString(3, id);
            return update.executeUpdate() == 1;
        }
    }

    static boolean reactivate(Connection connection, String id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE internal_agents SET is_active = 1, revoked_at = NULL, revoked_reason = NULL WHERE agent_id = ?")) {
            update.setString(1, id);
            return update.executeUpdate() == 1;
        }
    }

    static boolean setFederated(Connection connection, String id, boolean federated, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE internal_agents SET federated = ?, federated_at = ?, federation_revision = federation_revision + 1
                WHERE agent_id = ?""")) {
            update.setInt(1, federated ? 1 : 0);
            update.setString(2, federated ? Timestamp.text(now) : null);
            update.setString(3, id);
            return update.executeUpdate() == 1;
        }
    }

    private static Registration registration(ResultSet row) throws SQLException {
        Agent agent = new Agent(
                row.getString("agent_id"),
                row.getString("display_name"),
                TextList.read(row.getString("capabilities")),
                Optional.ofNullable(row.getString("cert_pem")),
                row.getInt("is_active") == 1,
                Optional.ofNullable(row.getString("dpop_jkt")),
                grace(row),
                row.getString("principal_type"),
                row.getString("reach"),
                Timestamp.read(row.getString("created_at")));
        return new Registration(
                agent,
                row.getInt("federated") == 1,
                Optional.ofNullable(row.getString("federated_at")).map(Timestamp::read),
                row.getLong("federation_revision"));
    }

    private static Optional<Agent.Grace> grace(ResultSet row) throws SQLException {
        String until = row.getString("previous_grace_period_expires_at");
        return until == null
                ? Optional.empty()
                : Optional.of(new Agent.Grace(
                        Optional.ofNullable(row.getString("previous_cert_pem")),
                        Optional.ofNullable(row.getString("previous_dpop_jkt")),
                        Timestamp.read(until)));
    }
}
