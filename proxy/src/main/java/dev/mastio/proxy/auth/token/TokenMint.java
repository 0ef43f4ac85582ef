package dev.mastio.proxy.auth.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.certificate.CertificateIdentity;
import dev.mastio.proxy.auth.certificate.CertificatesOnRecord;
import dev.mastio.proxy.auth.certificate.CertificatesOnRecord.Match;
import dev.mastio.proxy.auth.certificate.TypedPrincipals;
import dev.mastio.proxy.auth.dpop.Demand;
import dev.mastio.proxy.auth.dpop.Proof;
import dev.mastio.proxy.auth.dpop.ProofTarget;
import dev.mastio.proxy.auth.dpop.Proofs;
import dev.mastio.proxy.auth.principal.AgentDirectory;
import dev.mastio.proxy.auth.principal.PrincipalId;
import dev.mastio.proxy.crypto.ChainException;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.wire.Refusal;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Gives an access token for a client assertion, bound to the key of the proof that came with it. */
public final class TokenMint {

    private final LocalTokens tokens;
    private final TokenKeys keys;
    private final ClientAssertions assertions;
    private final AgentDirectory agents;
    private final TypedPrincipals typed;
    private final CertificatesOnRecord onRecord;
    private final Proofs proofs;
    private final boolean proofRequired;
    private final InstantSource clock;

    /** What was minted. */
    public record Minted(String token, long seconds, String issuer) {}

    private record Subject(PrincipalId id, X509Certificate leaf) {}

    public TokenMint(
            LocalTokens tokens,
            TokenKeys keys,
            ClientAssertions assertions,
            AgentDirectory agents,
            TypedPrincipals typed,
            CertificatesOnRecord onRecord,
            Proofs proofs,
            boolean proofRequired,
            InstantSource clock) {
        this.tokens = tokens;
        this.keys = keys;
        this.assertions = assertions;
        this.agents = agents;
        this.typed = typed;
        this.onRecord = onRecord;
        this.proofs = proofs;
        this.proofRequired = proofRequired;
        this.clock = clock;
    }

    /**
     * Mints one.
     *
     * @param proof the client's, if it sent one: then it must hold
     * @throws Refusal 401 with the first thing that is wrong, 503 before keys and root are there
     */
    public Minted mint(String assertion, Optional<String> proof, ProofTarget target)
            throws Refusal, SQLException, GeneralSecurityException, InterruptedException {
        SigningKey key = keys.current().orElseThrow(() -> new Refusal(503, "local issuer not initialized"));
        try {
            Subject subject = subject(assertion, clock.instant());
            Optional<Agent> agent = registered(subject);
            Optional<Proof> shown = shown(proof, target);
            if (shown.isPresent()) {
                proofs.use(shown.get());
            }
            if (agent.isPresent() && subject.id.type() == PrincipalId.Type.AGENT) {
                onRecord.admitted(agent.get(), subject.leaf);
            }
            String token = tokens.issue(key, subject.id, agent, shown.map(Proof::key));
            return new Minted(token, LocalTokens.SECONDS, tokens.issuer());
        } catch (Refusal refusal) {
            throw refusal.status() == 401 ? refusal.header("WWW-Authenticate", "Bearer realm=\"mcp-proxy\"") : refusal;
        }
    }

    /** Somebody unknown gets a token, as from the original, and is refused when using it; who was revoked gets none. */
    private Optional<Agent> registered(Subject subject) throws Refusal, SQLException {
        Optional<Agent> agent = agents.find(subject.id.text());
        if (subject.id.type() == PrincipalId.Type.AGENT) {
            if (agent.isPresent()) {
                admit(agent.get().active(), onRecord.of(agent.get(), subject.leaf));
            }
            return agent;
        }
        Optional<TypedPrincipals.OnRecord> principal = typed.find(subject.id);
        if (principal.isPresent()) {
            admit(principal.get().active(), onRecord.of(principal.get(), subject.leaf));
        }
        return agent;
    }

    /** A certificate that was replaced gets no token either. */
    private static void admit(boolean active, Match certificate) throws Refusal {
        if (!active) {
            throw new Refusal(401, TokenAuthentication.UNKNOWN);
        }
        if (certificate == Match.ANOTHER) {
            throw new Refusal(401, "assertion certificate does not match the one on record");
        }
    }

    private Subject subject(String assertion, Instant now) throws Refusal {
        try {
            ClientAssertion client = assertions.verify(assertion, now);
            ObjectNode claims = client.claims();
            String subject = ClientAssertion.text(claims, "sub");
            if (subject == null) {
                throw new Refusal(401, "assertion missing sub");
            }
            PrincipalId certified = CertificateIdentity.of(client.leaf())
                    .orElseThrow(() -> new Refusal(401, "cert identity unparseable"));
            if (!certified.text().equals(subject)) {
                throw new Refusal(401, "sub does not match client cert");
            }
            return new Subject(certified, client.leaf());
        } catch (ChainException e) {
            throw new Refusal(401, "x509 chain: " + e.reason());
        } catch (ClaimsException e) {
            throw new Refusal(401, "assertion: " + e.reason());
        }
    }

    /** By any key. The client SDK makes one at each login; the registered one is for proofs beside client certificates. */
    private Optional<Proof> shown(Optional<String> proof, ProofTarget target) throws Refusal {
        if (proof.isPresent()) {
            return Optional.of(proofs.check(proof.get(), Demand.of(target)));
        }
        if (proofRequired) {
            throw new Refusal(401, "DPoP proof required for LOCAL_TOKEN binding");
        }
        return Optional.empty();
    }
}
