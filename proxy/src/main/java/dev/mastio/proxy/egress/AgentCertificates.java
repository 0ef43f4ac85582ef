package dev.mastio.proxy.egress;

import dev.mastio.proxy.auth.principal.AgentDirectory;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.pki.UnreadablePemException;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.wire.Refusal;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/** By what others know the signatures of our agents: the certificates on record of those that have access now. */
public final class AgentCertificates {

    private final AgentDirectory agents;
    private final Supplier<Optional<String>> org;
    private final String trustDomain;

    /**
     * Those of that organisation.
     *
     * @param org its name; empty as long as it is not known
     */
    public AgentCertificates(AgentDirectory agents, Supplier<Optional<String>> org, String trustDomain) {
        this.agents = agents;
        this.org = org;
        this.trustDomain = trustDomain;
    }

    /**
     * The chain on record, leaf first, as PEM.
     *
     * @return empty for an agent without a certificate, and for those of other organisations, of whom nothing is known here
     * @throws Refusal 404 if there is no such agent here or it has no access, 503 as long as it is not known whose agents are here
     */
    Optional<String> chain(PeerName name) throws Refusal, SQLException {
        String ours = org.get().orElseThrow(() -> new Refusal(503, "Org CA not loaded"));
        if (!name.isOf(ours, trustDomain)) {
            return Optional.empty();
        }
        String id = name.id().text();
        return active(id)
                .orElseThrow(() -> new Refusal(404, "intra-org agent not found: " + id))
                .certificatePem();
    }

    /** The certificate of that agent of ours; empty if it has none or no access, or there is none. */
    Optional<X509Certificate> leaf(PeerName name) throws SQLException {
        String id = name.id().text();
        Optional<String> chain = active(id).flatMap(Agent::certificatePem);
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pem.certificate(chain.get()));
        } catch (UnreadablePemException e) {
            throw new SQLException("the certificate of " + id + " in the store is damaged", e);
        }
    }

    private Optional<Agent> active(String id) throws SQLException {
        return agents.find(id).filter(Agent::active);
    }
}
