package dev.mastio.proxy.auth.certificate;

import dev.mastio.proxy.auth.principal.AgentDirectory;
import dev.mastio.proxy.auth.principal.Caller;
import dev.mastio.proxy.auth.principal.PrincipalId;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.wire.Refusal;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Knows a caller by the client certificate that the TLS edge has verified: it must be the very one on record. */
public final class CertificateAuthentication {

    private final AgentDirectory agents;
    private final TypedPrincipals typed;
    private final Supplier<Optional<String>> org;
    private final CallerLimit limit;
    private final InstantSource clock;
    private final Pins pins = new Pins();

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
            CallerLimit limit,
            InstantSource clock) {
        this.agents = agents;
        this.typed = typed;
        this.org = org;
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * The caller with that chain.
     *
     * @param chain verified, leaf first; empty if there was none
     * @throws Refusal 401 with the first thing that is wrong, 429 if it came too often
     */
    public Known caller(List<X509Certificate> chain) throws Refusal, SQLException {
        if (chain.isEmpty()) {
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
        return known;
    }

    private Known agent(PrincipalId id, X509Certificate leaf) throws Refusal, SQLException {
        Agent agent = agents.find(id.text())
                .filter(Agent::active)
                .orElseThrow(CertificateRefusal.AGENT_UNKNOWN_OR_INACTIVE::refusal);
        String pin = agent.certificatePem()
                .flatMap(pins::of)
                .orElseThrow(CertificateRefusal.AGENT_CERT_PIN_UNAVAILABLE::refusal);
        String presented = Pins.fingerprint(encoded(leaf));
        if (!presented.equals(pin) && !graced(agent).flatMap(pins::of).equals(Optional.of(presented))) {
            throw CertificateRefusal.CLIENT_CERT_PIN_MISMATCH.refusal();
        }
        return new Known(new Caller(id.text(), id.type(), agent.capabilities(), Optional.empty()), Optional.of(agent));
    }

    private Optional<String> graced(Agent agent) {
        return agent.previous()
                .filter(previous -> clock.instant().isBefore(previous.until()))
                .flatMap(Agent.Grace::certificatePem);
    }

    private Known typedPrincipal(PrincipalId id, X509Certificate leaf) throws Refusal, SQLException {
        TypedPrincipals.OnRecord record =
                typed.find(id).orElseThrow(CertificateRefusal.TYPED_PRINCIPAL_UNKNOWN::refusal);
        String bound =
                record.keyFingerprint().orElseThrow(CertificateRefusal.TYPED_PRINCIPAL_NOT_YET_ENROLLED::refusal);
        if (!bound.equals(Pins.fingerprint(leaf.getPublicKey().getEncoded()))) {
            throw CertificateRefusal.CLIENT_CERT_PUBKEY_NOT_BOUND_TO_PRINCIPAL.refusal();
        }
        return new Known(new Caller(id.text(), id.type(), List.of(), Optional.empty()), Optional.empty());
    }

    /** Whether that certificate is the one on record for that agent. */
    public boolean isOnRecord(X509Certificate certificate, Agent agent) {
        return agent.certificatePem().flatMap(pins::of).equals(Optional.of(Pins.fingerprint(encoded(certificate))));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("it was decoded, so it has an encoding", e);
        }
    }
}
