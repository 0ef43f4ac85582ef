package dev.mastio.proxy.audit;

import dev.mastio.proxy.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes events as the next rows of their chains, within a transaction of the caller's. Only one transaction at a time may do so,
 * whichever process it is in: SQLite has one writer anyway; on Postgres the first statement takes a lock that ends with the transaction.
 */
final class ChainRows {

    /** Any number will do, as long as it stays the same. */
    private static final long LOCK = 0x6d61_7374_696fL;

    private final Store.Kind kind;

    ChainRows(Store.Kind kind) {
        this.kind = kind;
    }

    /** An event and when it happened. */
    record Stamped(Instant time, AuditEvent event) {}

    /** Writes them in that order. */
    void append(Connection connection, List<Stamped> events) throws SQLException {
        lock(connection);
        List<Stamped> actions = new ArrayList<>();
        Map<String, List<Stamped>> organisations = new LinkedHashMap<>();
        for (Stamped stamped : events) {
            switch (stamped.event()) {
                case AuditEvent.Action action -> actions.add(stamped);
                case AuditEvent.OrgEvent event ->
                    organisations
                            .computeIfAbsent(event.orgId(), org -> new ArrayList<>())
                            .add(stamped);
            }
        }
        if (!actions.isEmpty()) {
            ActionTable.append(connection, actions);
        }
        for (Map.Entry<String, List<Stamped>> organisation : organisations.entrySet()) {
            OrgTable.append(connection, organisation.getKey(), organisation.getValue());
        }
    }

    /** Takes the lock. The statements after it see what was committed by whoever had it before. */
    void lock(Connection connection) throws SQLException {
        if (kind == Store.Kind.POSTGRES) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            }
        }
    }
}
