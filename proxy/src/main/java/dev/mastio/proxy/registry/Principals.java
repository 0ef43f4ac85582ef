package dev.mastio.proxy.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.journal.Note;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Timestamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The users and workloads of this organisation. Every change is in the audit log, in the same transaction. */
public final class Principals {

    private final Store store;
    private final Journal journal;
    private final InstantSource clock;

    public Principals(Store store, Journal journal, InstantSource clock) {
        this.store = store;
        this.journal = journal;
        this.clock = clock;
    }

    /** How asking for a certificate for a key went. */
    public enum Pin {
        /** The key is the principal's, from now on if not before. */
        HOLDS,
        /** The principal has another key. */
        DIFFERS,
        /** The principal has no access any more. */
        REVOKED,
        /** There is no such principal. */
        NOBODY
    }

    /** That one, active or not. */
    public Optional<Principal> find(PrincipalType type, String id) throws SQLException {
        return store.read(connection -> find(connection, type, id));
    }

    /** All of a kind, by name. */
    public List<Principal> list(PrincipalType type) throws SQLException {
        return store.read(connection -> select(connection, type, " ORDER BY name"));
    }

    /** Makes one known; false if it is already. */
    public boolean add(Principal principal) throws SQLException {
        PrincipalType type = principal.type();
        return store.write(connection -> insert(connection, principal)
                && write(
                        connection,
                        principal.id(),
                        type.wire() + ".create",
                        Json.object().put("reach", principal.reach())));
    }

    /** Pins the key if none is pinned yet, and notes that it is certified, if it is the one. For use within a transaction. */
    public Pin certify(Connection connection, PrincipalType type, String id, String key, String requestedBy)
            throws SQLException {
        String table = type.table();
        int held;
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + table
                + " SET pinned_at = CASE WHEN pinned_key IS NULL THEN ? ELSE pinned_at END, pinned_key = ?"
                + " WHERE principal_id = ? AND revoked_at IS NULL AND (pinned_key IS NULL OR pinned_key = ?)")) {
            update.setString(1, Timestamp.text(clock.instant()));
            update.setString(2, key);
            update.setString(3, id);
            update.setString(4, key);
            held = update.executeUpdate();
        }
        if (held == 0) {
            return find(connection, type, id)
                    .map(known -> known.active() ? Pin.DIFFERS : Pin.REVOKED)
                    .orElse(Pin.NOBODY);
        }
        write(
                connection,
                id,
                type.wire() + ".certify",
                Json.object().put("key_sha256", key).put("requested_by", requestedBy));
        return Pin.HOLDS;
    }

    /** Lets the next key be the one; false if there is no such principal. */
    public boolean unpin(PrincipalType type, String id) throws SQLException {
        return store.write(connection -> clearPin(connection, type, id)
                && write(connection, id, type.wire() + ".tofu_pin_reset", Json.object()));
    }

    /** Whether there is one with that id, and it has access. For use within a transaction. */
    public static boolean isActive(Connection connection, PrincipalType type, String id) throws SQLException {
        return find(connection, type, id).filter(Principal::active).isPresent();
    }

    /**
     * Takes all access from one, unless that was done before; false if there is no such principal.
     *
     * @param by for the audit row, here and below
     */
    public boolean deactivate(PrincipalType type, String id, String reason, String by) throws SQLException {
        return store.write(connection -> (revoke(connection, type, id, reason)
                        && write(
                                connection,
                                id,
                                type.wire() + ".deactivate",
                                Json.object().put("by", by).put("reason", reason)))
                || find(connection, type, id).isPresent());
    }

    /** Gives it back, for the key that is pinned, unless it has it; false if there is no such principal. */
    public boolean reactivate(PrincipalType type, String id, String by) throws SQLException {
        return store.write(connection -> (restore(connection, type, id)
                        && write(
                                connection,
                                id,
                                type.wire() + ".reactivate",
                                Json.object().put("by", by)))
                || find(connection, type, id).isPresent());
    }

    private static boolean insert(Connection connection, Principal principal) throws SQLException {
        PrincipalType type = principal.type();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + type.table()
                + " (principal_id, name, display_name, reach, " + type.extraName()
                + ", created_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, principal.id());
            insert.setString(2, principal.name());
            insert.setString(3, principal.displayName());
            insert.setString(4, principal.reach());
            insert.setString(5, principal.extra().orElse(null));
            insert.setString(6, Timestamp.text(principal.createdAt()));
            return insert.executeUpdate() == 1;
        }
    }

    private static boolean clearPin(Connection connection, PrincipalType type, String id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + type.table() + " SET pinned_key = NULL, pinned_at = NULL WHERE principal_id = ?")) {
            update.setString(1, id);
            return update.executeUpdate() == 1;
        }
    }

    private boolean revoke(Connection connection, PrincipalType type, String id, String reason) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + type.table()
                + " SET revoked_at = ?, revoked_reason = ? WHERE principal_id = ? AND revoked_at IS NULL")) {
            update.setString(1, Timestamp.text(clock.instant()));
            update.setString(2, reason);
            update.setString(3, id);
            return update.executeUpdate() == 1;
        }
    }

    private static boolean restore(Connection connection, PrincipalType type, String id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + type.table()
                + " SET revoked_at = NULL, revoked_reason = NULL WHERE principal_id = ? AND revoked_at IS NOT NULL")) {
            update.setString(1, id);
            return update.executeUpdate() == 1;
        }
    }

    private static Optional<Principal> find(Connection connection, PrincipalType type, String id) throws SQLException {
        return select(connection, type, " WHERE principal_id = ?", id).stream().findFirst();
    }

    private static List<Principal> select(Connection connection, PrincipalType type, String condition, String... values)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT principal_id, name, display_name, reach, "
                + type.extraName() + ", pinned_key, revoked_at, created_at FROM " + type.table() + condition)) {
            for (int i = 0; i < values.length; i++) {
                select.setString(i + 1, values[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                List<Principal> principals = new ArrayList<>();
                while (row.next()) {
                    principals.add(new Principal(
                            row.getString(1),
                            type,
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            Optional.ofNullable(row.getString(5)),
                            Optional.ofNullable(row.getString(6)),
                            row.getString(7) == null,
                            Timestamp.read(row.getString(8))));
                }
                return principals;
            }
        }
    }

    private boolean write(Connection connection, String id, String action, ObjectNode detail) throws SQLException {
        journal.write(connection, new Note(id, action, detail));
        return true;
    }
}
