package dev.mastio.proxy.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.journal.Note;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The agents of this organisation. Every change is in the audit log, in the same transaction. */
public final class Agents {

    private final Store store;
    private final Journal journal;
    private final Duration grace;
    private final InstantSource clock;

    /**
     * The agents in that store.
     *
     * @param grace how long a replaced certificate or proof key stays good
     */
    public Agents(Store store, Journal journal, Duration grace, InstantSource clock) {
        this.store = store;
        this.journal = journal;
        this.grace = grace;
        this.clock = clock;
    }

    /** Looks agents up for requests that come together; the caller closes it. */
    public AgentLookups lookups() {
        return new AgentLookups(store);
    }

    /** What is another one whenever an agent was added, changed or removed; see {@link RememberedAgent}. */
    public static String mark(Connection connection) throws SQLException {
        return AgentRows.mark(connection);
    }

    /** That one, active or not. */
    public Optional<Agent> find(String id) throws SQLException {
        return registration(id).map(Registration::agent);
    }

    /** That one, as administrators see it. */
    public Optional<Registration> registration(String id) throws SQLException {
        return store.read(connection -> AgentRows.find(connection, id));
    }

    /** All, oldest first. */
    public List<Registration> list() throws SQLException {
        return store.read(AgentRows::all);
    }

    /** Lets one in; false if the id is taken. */
    public boolean add(Admission admission) throws SQLException {
        return store.write(connection -> addWithin(connection, admission));
    }

    /** The same within a transaction of the store. */
    public boolean addWithin(Connection connection, Admission admission) throws SQLException {
        return insert(connection, admission, clock.instant());
    }

    /**
     * Lets one in, or gives a new certificate and proof key to one that is known, which then is active again and keeps name,
     * capabilities and type: those are in the audit row, whatever the admission says. That access was given back has a row of its
     * own. For use within a transaction of the store.
     */
    public void admit(Connection connection, Admission admission) throws SQLException {
        Instant now = clock.instant();
        if (!insert(connection, admission, now)) {
            AgentRows.renew(connection, admission, now, now.plus(grace));
            Agent renewed =
                    AgentRows.find(connection, admission.id()).orElseThrow().agent();
            write(
                    connection,
                    admission.id(),
                    "agent.cert_rotated",
                    described(admission, renewed.principalType(), renewed.capabilities()));
            if (!renewed.active()) {
                AgentRows.reactivate(connection, admission.id());
                ObjectNode detail =
                        Json.object().put("by", admission.by()).put("enrollment_method", admission.method());
                write(connection, admission.id(), "agent.reactivate", detail);
            }
        }
    }

    /**
     * Takes all access from one; false if there is none of that id.
     *
     * @param by for the audit row, here and below
     */
    public boolean deactivate(String id, String reason, String by) throws SQLException {
        return store.write(connection -> AgentRows.deactivate(connection, id, reason, clock.instant())
                && write(
                        connection,
                        id,
                        "agent.deactivate",
                        Json.object().put("by", by).put("reason", reason)));
    }

    /** Gives it back; false if there is none of that id. */
    public boolean reactivate(String id, String by) throws SQLException {
        return store.write(connection -> AgentRows.reactivate(connection, id)
                && write(connection, id, "agent.reactivate", Json.object().put("by", by)));
    }

    /** Demands that proofs be signed by that key; false if there is no agent of that id. */
    public boolean setProofKey(String id, String proofKey) throws SQLException {
        Instant now = clock.instant();
        return store.write(connection -> AgentRows.setProofKey(connection, id, proofKey, now, now.plus(grace))
                && write(connection, id, "agent.dpop_key_set", Json.object().put("dpop_jkt", proofKey)));
    }

    /** Whether it is to be known outside; false if there is no agent of that id. */
    public boolean setFederated(String id, boolean federated) throws SQLException {
        return store.write(connection -> AgentRows.setFederated(connection, id, federated, clock.instant())
                && write(connection, id, "agent.federated", Json.object().put("federated", federated)));
    }

    private boolean insert(Connection connection, Admission admission, Instant now) throws SQLException {
        return AgentRows.insert(connection, admission, now)
                && write(
                        connection,
                        admission.id(),
                        "agent.create",
                        described(admission, admission.principalType(), admission.capabilities()));
    }

    private static ObjectNode described(Admission admission, String principalType, List<String> capabilities) {
        ObjectNode detail = Json.object()
                .put("by", admission.by())
                .put("enrollment_method", admission.method())
                .put("principal_type", principalType)
                .put("dpop_jkt", admission.proofKey().orElse(null));
        capabilities.forEach(detail.putArray("capabilities")::add);
        return detail;
    }

    private boolean write(Connection connection, String id, String action, ObjectNode detail) throws SQLException {
        journal.write(connection, new Note(id, action, detail));
        return true;
    }
}
