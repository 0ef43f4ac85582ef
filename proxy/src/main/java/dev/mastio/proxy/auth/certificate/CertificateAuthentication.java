package dev.mastio.proxy.auth.certificate;

import dev.mastio.proxy.auth.principal.AgentDirectory;
import dev.mastio.proxy.auth.principal.Caller;
import dev.mastio.proxy.auth.principal.PrincipalId;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.wire.Refusal;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Knows a caller by the client certificate that the TLS edge has verified: it must be the very one on record. */
public final class CertificateAuthentication {

    private final AgentDirectory agents;
    private final TypedPrincipals typed;
    private final Supplier<Optional<String>> org;
    private final TrustedRoot root;
    private final CallerLimit limit;
    private final CertificatesOnRecord onRecord;

    /** How often a caller may come. */
    @FunctionalInterface
    public interface CallerLimit {
        /**
         * Lets it in.
         *
         * @throws Refusal 429 if it came too often
         */
        void admit(String id) throws Refusal;
    }

    /**
     * A caller and what is on record of it.
     *
     * @param agent empty for users and workloads
     */
    public record Known(Caller caller, Optional<Agent> agent) {}

    /**
     * Such a check.
     *
     * @param org the organisation whose certificates count; empty for any
     */
    public CertificateAuthentication(
            AgentDirectory agents,
            TypedPrincipals typed,
            Supplier<Optional<String>> org,
            TrustedRoot root,
            CallerLimit limit,
            CertificatesOnRecord onRecord) {
        this.agents = agents;
        this.typed = typed;
        this.org = org;
        this.root = root;
        this.limit = limit;
        this.onRecord = onRecord;
    }

    /**
     * The caller with that chain.
     *
     * @param chain verified, leaf first; empty if there was none
     * @throws Refusal 401 with the first thing that is wrong, 429 if it came too often
     */
    public Known caller(List<X509Certificate> chain) throws Refusal, SQLException {
        if (chain.isEmpty() || chain.stream().anyMatch(root::isWithdrawn)) {
            throw CertificateRefusal.CLIENT_CERT_NOT_VERIFIED.refusal();
        }
        X509Certificate leaf = chain.getFirst();
        PrincipalId id =
                CertificateIdentity.of(leaf).orElseThrow(CertificateRefusal.CLIENT_CERT_NO_PARSEABLE_IDENTITY::refusal);
        Optional<String> ours = org.get();
        if (ours.isPresent() && !ours.get().equals(id.org())) {
            throw CertificateRefusal.CLIENT_CERT_ORG_MISMATCH.refusal();
        }
        Known known = id.type() == PrincipalId.Type.AGENT ? agent(id, leaf) : typedPrincipal(id, leaf);
        limit.admit(known.caller().id());
        if (known.agent().isPresent()) {
            onRecord.admitted(known.agent().get(), leaf);
        }
        return known;
    }

    private Known agent(PrincipalId id, X509Certificate leaf) throws Refusal, SQLException {
        Agent agent = agents.find(id.text())
                .filter(Agent::active)
                .orElseThrow(CertificateRefusal.AGENT_UNKNOWN_OR_INACTIVE::refusal);
        switch (onRecord.of(agent, leaf)) {
            case SAME -> {}
            case ANOTHER -> throw CertificateRefusal.CLIENT_CERT_PIN_MISMATCH.refusal();
            case NONE -> throw CertificateRefusal.AGENT_CERT_PIN_UNAVAILABLE.refusal();
        }
        return new Known(new Caller(id.text(), id.type(), agent.capabilities(), Optional.empty()), Optional.of(agent));
    }

    private Known typedPrincipal(PrincipalId id, X509Certificate leaf) throws Refusal, SQLException {
        TypedPrincipals.OnRecord record = typed.find(id)
                .filter(TypedPrincipals.OnRecord::active)
                .orElseThrow(CertificateRefusal.TYPED_PRINCIPAL_UNKNOWN::refusal);
        switch (onRecord.of(record, leaf)) {
            case SAME -> {}
            case ANOTHER -> throw CertificateRefusal.CLIENT_CERT_PUBKEY_NOT_BOUND_TO_PRINCIPAL.refusal();
            case NONE -> throw CertificateRefusal.TYPED_PRINCIPAL_NOT_YET_ENROLLED.refusal();
        }
        return new Known(new Caller(id.text(), id.type(), List.of(), Optional.empty()), Optional.empty());
    }
}
