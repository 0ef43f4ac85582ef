package dev.mastio.proxy.enrolment;

import dev.mastio.proxy.enrolment.Session.Granted;
import dev.mastio.proxy.enrolment.Session.Status;
import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.journal.Note;
import dev.mastio.proxy.pki.Authority;
import dev.mastio.proxy.pki.OfferedKey;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.pki.Pki;
import dev.mastio.proxy.pki.UnacceptableKeyException;
import dev.mastio.proxy.registry.Admission;
import dev.mastio.proxy.registry.Agents;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The administrators' side: see who waits, decide. A decision, its certificate, the agent and the audit row are durable together. */
public final class Approval {

    /** Characters that a reason for turning an applicant away may have, and any other that administrators give. */
    public static final int MAX_REASON = 500;

    private static final String CONNECTOR = "connector";

    private final Store store;
    private final Pki pki;
    private final Agents agents;
    private final Journal journal;
    private final InstantSource clock;

    public Approval(Store store, Pki pki, Agents agents, Journal journal, InstantSource clock) {
        this.store = store;
        this.pki = pki;
        this.agents = agents;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * What an administrator grants.
     *
     * @param agentId as typed, with or without the organisation
     * @param by who decides
     */
    public record Grant(String agentId, List<String> capabilities, List<String> groups, String by) {}

    /** Those who wait, newest first. */
    public List<Session> pending() throws SQLException {
        return store.read(connection -> SessionRows.pending(connection, clock.instant()));
    }

    /**
     * Lets an applicant in.
     *
     * @return the agent's id
     * @throws Refusal 400 for a name or capabilities that cannot be, 404 if there is no such session, 409 if it does not wait any more
     */
    public String approve(String sessionId, Grant grant) throws Refusal, SQLException {
        if (!Capabilities.fit(grant.capabilities())) {
            throw new Refusal(400, "capabilities are too long together");
        }
        Authority authority = pki.required();
        AgentName name = AgentName.typed(authority.org(), grant.agentId());
        Instant now = clock.instant();
        Session session = waiting(sessionId, "approve", now);
        String id = name.id(authority.org());
        String chain = Pem.text(certify(authority, name, session, now));
        Admission admission = new Admission(
                id,
                name.text(),
                grant.capabilities(),
                chain,
                session.proofKey(),
                CONNECTOR,
                Optional.of(authority.spiffeId(name.text())),
                true,
                session.principalType(),
                session.deviceInfo(),
                grant.by());
        boolean decided = store.write(connection -> {
            if (!SessionRows.approve(
                    connection,
                    sessionId,
                    new Granted(id, chain, grant.capabilities()),
                    grant.groups(),
                    grant.by(),
                    now)) {
                return false;
            }
            agents.admit(connection, admission);
            return true;
        });
        if (!decided) {
            throw tooLate(sessionId, "approve");
        }
        return id;
    }

    /**
     * Turns an applicant away.
     *
     * @throws Refusal 404 if there is no such session, 409 if it does not wait any more
     */
    public void reject(String sessionId, String reason, String by) throws Refusal, SQLException {
        Instant now = clock.instant();
        waiting(sessionId, "reject", now);
        boolean decided = store.write(connection -> {
            if (!SessionRows.reject(connection, sessionId, reason, by, now)) {
                return false;
            }
            var detail = Json.object()
                    .put("session_id", sessionId)
                    .put("reason", reason)
                    .put("by", by);
            journal.write(connection, new Note(Note.ADMIN, "enrollment.reject", detail));
            return true;
        });
        if (!decided) {
            throw tooLate(sessionId, "reject");
        }
    }

    private Session waiting(String id, String verb, Instant now) throws Refusal, SQLException {
        Session session =
                store.read(connection -> SessionRows.find(connection, id, now)).orElseThrow(Enrolment::unknown);
        if (session.status() != Status.PENDING) {
            throw conflict(session, verb);
        }
        return session;
    }

    /** Somebody else decided between our look and our write. */
    private Refusal tooLate(String id, String verb) throws SQLException {
        return store.read(connection -> SessionRows.find(connection, id, clock.instant()))
                .map(session -> conflict(session, verb))
                .orElseGet(Enrolment::unknown);
    }

    private static Refusal conflict(Session session, String verb) {
        return new Refusal(
                409,
                "Cannot " + verb + " an enrollment in status '"
                        + session.status().wire() + "'");
    }

    private static List<X509Certificate> certify(Authority authority, AgentName name, Session session, Instant now)
            throws Refusal {
        try {
            return authority.certifyAgent(name.text(), OfferedKey.fromPem(session.publicKeyPem()), now);
        } catch (UnacceptableKeyException e) {
            throw new Refusal(400, "the applicant's key is not acceptable: " + e.getMessage());
        }
    }
}
