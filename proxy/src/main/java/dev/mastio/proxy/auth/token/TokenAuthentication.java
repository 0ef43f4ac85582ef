package dev.mastio.proxy.auth.token;

import dev.mastio.proxy.auth.certificate.TypedPrincipals;
import dev.mastio.proxy.auth.dpop.Demand;
import dev.mastio.proxy.auth.dpop.Proof;
import dev.mastio.proxy.auth.dpop.ProofTarget;
import dev.mastio.proxy.auth.dpop.ProofUse;
import dev.mastio.proxy.auth.dpop.Proofs;
import dev.mastio.proxy.auth.principal.AgentDirectory;
import dev.mastio.proxy.auth.principal.Caller;
import dev.mastio.proxy.auth.principal.PrincipalId;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.wire.Refusal;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Knows a caller by an access token of ours, and by a proof if the token is bound to a key. */
public final class TokenAuthentication {

    /** Who is not on record, or was revoked, gets to read this. */
    static final String UNKNOWN = "agent not registered or deactivated";

    private static final String CHALLENGE = "DPoP realm=\"mcp-proxy\"";

    private final LocalTokens tokens;
    private final Proofs proofs;
    private final AgentDirectory agents;
    private final TypedPrincipals typed;
    private final Supplier<Optional<String>> org;
    private final boolean bindingRequired;

    /**
     * Such a check.
     *
     * @param org whose tokens count; empty for anybody's
     * @param bindingRequired whether tokens without a key are refused
     */
    public TokenAuthentication(
            LocalTokens tokens,
            Proofs proofs,
            AgentDirectory agents,
            TypedPrincipals typed,
            Supplier<Optional<String>> org,
            boolean bindingRequired) {
        this.tokens = tokens;
        this.proofs = proofs;
        this.agents = agents;
        this.typed = typed;
        this.org = org;
        this.bindingRequired = bindingRequired;
    }

    /** A caller whose proof, if there is one, is still to be used: whatever else is wrong must not use it up. */
    public record Recognised(Caller caller, ProofUse proof) {}

    /**
     * Somebody who has shown a token, and a proof if it is bound to a key.
     *
     * @param subject whom the token is of
     */
    public record Holder(String subject, Optional<Proof> proof) {}

    /**
     * Who holds that token. Whether that is somebody here is still to be asked.
     *
     * @return empty if the token is none of ours
     * @throws Refusal 401 with the first thing that is wrong
     */
    public Optional<Holder> holder(String token, Optional<String> proof, ProofTarget target)
            throws Refusal, SQLException {
        Optional<LocalToken> verified = tokens.verify(token);
        return verified.isPresent() ? Optional.of(holder(verified.get(), token, proof, target)) : Optional.empty();
    }

    private Holder holder(LocalToken token, String text, Optional<String> proof, ProofTarget target) throws Refusal {
        if (token.proofKey().isEmpty()) {
            if (bindingRequired) {
                throw challenged(
                        "LOCAL_TOKEN missing cnf.jkt: it is not bound to a key, and this gateway requires that");
            }
            return new Holder(token.subject(), Optional.empty());
        }
        return new Holder(token.subject(), Optional.of(shown(token.proofKey().get(), text, proof, target)));
    }

    /**
     * The caller, as the registry is now.
     *
     * @throws Refusal 401 if it is nobody here
     */
    public Recognised recognise(Holder holder) throws Refusal, SQLException {
        Caller caller = active(holder.subject());
        return holder.proof()
                .map(proof -> new Recognised(caller.provedBy(proof.key()), proofs.useOf(proof)))
                .orElseGet(() -> new Recognised(caller, ProofUse.none()));
    }

    /**
     * The caller from memory, if it is an agent who was active. The use of its proof finds out whether that is still so, and nothing may
     * come of the request before. Who is refused is so by what the registry says now, not by this.
     */
    public Optional<Recognised> recall(Holder holder) {
        return holder.proof()
                .flatMap(proof -> agents.recall(holder.subject())
                        .filter(known -> known.agent().active())
                        .flatMap(known -> PrincipalId.parse(holder.subject())
                                .filter(this::isAgentOfOurs)
                                .map(id -> new Recognised(
                                        agent(id, known.agent()).provedBy(proof.key()),
                                        proofs.useOf(proof, known.mark())))));
    }

    private Proof shown(String boundTo, String token, Optional<String> proof, ProofTarget target) throws Refusal {
        if (proof.isEmpty()) {
            throw challenged("LOCAL_TOKEN is DPoP-bound but no DPoP proof presented");
        }
        Proof shown = proofs.check(proof.get(), Demand.of(target).with(token));
        if (!shown.key().equals(boundTo)) {
            throw challenged("DPoP proof key does not match LOCAL_TOKEN cnf.jkt");
        }
        return shown;
    }

    private Caller active(String subject) throws Refusal, SQLException {
        PrincipalId id = PrincipalId.parse(subject).orElseThrow(TokenAuthentication::unknown);
        if (!isOurs(id)) {
            throw unknown();
        }
        if (id.type() != PrincipalId.Type.AGENT) {
            if (typed.find(id)
                    .filter(TypedPrincipals.OnRecord::active)
                    .flatMap(TypedPrincipals.OnRecord::keyFingerprint)
                    .isEmpty()) {
                throw unknown();
            }
            return new Caller(subject, id.type(), List.of(), Optional.empty());
        }
        Agent agent = agents.find(subject).filter(Agent::active).orElseThrow(TokenAuthentication::unknown);
        return agent(id, agent);
    }

    private static Caller agent(PrincipalId id, Agent agent) {
        return new Caller(id.text(), id.type(), agent.capabilities(), Optional.empty());
    }

    private boolean isAgentOfOurs(PrincipalId id) {
        return id.type() == PrincipalId.Type.AGENT && isOurs(id);
    }

    /** The root may be shared with other organisations. */
    private boolean isOurs(PrincipalId id) {
        return org.get().filter(ours -> !ours.equals(id.org())).isEmpty();
    }

    private static Refusal unknown() {
        return challenged(UNKNOWN);
    }

    private static Refusal challenged(String detail) {
        return new Refusal(401, detail).header("WWW-Authenticate", CHALLENGE);
    }
}
