package dev.mastio.proxy.auth;

import dev.mastio.proxy.auth.certificate.CertificateAuthentication;
import dev.mastio.proxy.auth.certificate.GraceMatch;
import dev.mastio.proxy.auth.dpop.Demand;
import dev.mastio.proxy.auth.dpop.Proof;
import dev.mastio.proxy.auth.dpop.ProofTarget;
import dev.mastio.proxy.auth.dpop.Proofs;
import dev.mastio.proxy.auth.principal.Caller;
import dev.mastio.proxy.auth.token.TokenAuthentication;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.wire.Refusal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Who calls a route of the egress family: by a token that administrators gave out, else by an access token of ours, else by client certificate and proof. */
public final class EgressAuthentication {

    private static final String CHALLENGE = "DPoP realm=\"egress\", algs=\"ES256 PS256\"";

    private final ApiTokenAuthentication apiTokens;
    private final TokenAuthentication tokens;
    private final CertificateAuthentication certificates;
    private final Proofs proofs;
    private final EgressProofMode mode;
    private final Optional<String> publicUrl;
    private final GraceMatch.Log graceLog;
    private final InstantSource clock;

    /**
     * Such a check.
     *
     * @param publicUrl the address that proofs must name; empty for the one in the request
     */
    EgressAuthentication(
            ApiTokenAuthentication apiTokens,
            TokenAuthentication tokens,
            CertificateAuthentication certificates,
            Proofs proofs,
            EgressProofMode mode,
            Optional<String> publicUrl,
            GraceMatch.Log graceLog,
            InstantSource clock) {
        this.apiTokens = apiTokens;
        this.tokens = tokens;
        this.certificates = certificates;
        this.proofs = proofs;
        this.mode = mode;
        this.publicUrl = publicUrl;
        this.graceLog = graceLog;
        this.clock = clock;
    }

    Caller caller(Presented presented) throws Refusal, SQLException, InterruptedException {
        if (presented.apiToken().isPresent()) {
            Optional<Caller> user = apiTokens.caller(presented.apiToken().get(), presented.path(), presented.address());
            if (user.isPresent()) {
                return user.get();
            }
        }
        if (presented.token().isPresent()) {
            Optional<TokenAuthentication.Holder> holder =
                    tokens.holder(presented.token().get(), presented.proof(), presented.target());
            if (holder.isPresent()) {
                Caller caller = tokens.recognise(holder.get()).caller();
                if (holder.get().proof().isPresent()) {
                    proofs.use(holder.get().proof().get());
                }
                return caller;
            }
        }
        CertificateAuthentication.Known known = certificates.caller(presented.chain());
        return proved(known, presented);
    }

    private Caller proved(CertificateAuthentication.Known known, Presented presented)
            throws Refusal, SQLException, InterruptedException {
        Optional<String> text = presented.proof();
        if (mode == EgressProofMode.OFF || (mode == EgressProofMode.OPTIONAL && text.isEmpty())) {
            return known.caller();
        }
        if (text.isEmpty()) {
            throw challenged("DPoP proof required on this route");
        }
        Proof proof = proofs.check(text.get(), Demand.of(target(presented)).withNonce());
        boolean byFormerKey = isByFormerKey(proof, known.agent());
        proofs.use(proof);
        if (byFormerKey) {
            graceLog.write(
                    new GraceMatch(GraceMatch.Kind.PROOF_KEY, known.caller().id(), proof.key()));
        }
        return known.caller().provedBy(proof.key());
    }

    private ProofTarget target(Presented presented) {
        return publicUrl
                .map(url -> ProofTarget.at(presented.method(), url, presented.path()))
                .orElseGet(presented::target);
    }

    /** False if it is by the registered key, or by any where none is registered. */
    private boolean isByFormerKey(Proof proof, Optional<Agent> agent) throws Refusal {
        Optional<String> registered = agent.flatMap(Agent::proofKey);
        if (registered.isEmpty()) {
            if (mode == EgressProofMode.REQUIRED) {
                throw challenged("DPoP proof required, but no proof key is registered for this caller");
            }
            return false;
        }
        if (registered.get().equals(proof.key())) {
            return false;
        }
        if (!graced(agent, clock.instant()).equals(Optional.of(proof.key()))) {
            throw challenged("DPoP proof was signed by a key not registered for this agent.");
        }
        return true;
    }

    private static Optional<String> graced(Optional<Agent> agent, Instant now) {
        return agent.flatMap(Agent::previous)
                .filter(previous -> now.isBefore(previous.until()))
                .flatMap(Agent.Grace::proofKey);
    }

    private static Refusal challenged(String detail) {
        return new Refusal(401, detail).header("WWW-Authenticate", CHALLENGE);
    }
}
