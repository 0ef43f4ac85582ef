package dev.mastio.proxy;

import dev.mastio.proxy.auth.Neighbours;
import dev.mastio.proxy.auth.certificate.CertificateAuthentication.CallerLimit;
import dev.mastio.proxy.auth.certificate.GraceMatch;
import dev.mastio.proxy.auth.certificate.TrustedRoot;
import dev.mastio.proxy.auth.certificate.TypedPrincipals;
import dev.mastio.proxy.auth.login.HeldCredentials.Held;
import dev.mastio.proxy.auth.principal.AgentDirectory;
import dev.mastio.proxy.auth.principal.PrincipalId;
import dev.mastio.proxy.auth.token.SigningKey;
import dev.mastio.proxy.auth.token.TokenKeys;
import dev.mastio.proxy.journal.CallJournal;
import dev.mastio.proxy.pki.AgentKeys;
import dev.mastio.proxy.pki.Authority;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.pki.Pki;
import dev.mastio.proxy.pki.TokenKey;
import dev.mastio.proxy.pki.UnreadablePemException;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.registry.Agents;
import dev.mastio.proxy.registry.PrincipalType;
import dev.mastio.proxy.registry.Principals;
import dev.mastio.proxy.registry.apitoken.ApiTokens;
import dev.mastio.proxy.wire.Refusal;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The organisation's certification and registry as authentication asks for them. */
final class KnownHere implements TrustedRoot, TokenKeys, TypedPrincipals {

    private final Pki pki;
    private final AgentDirectory agents;
    private final Principals principals;
    private final ApiTokens apiTokens;
    private final AgentKeys keys;
    private final CallerLimit limit;
    private final GraceMatch.Log graceLog;
    private final InstantSource clock;
    private volatile @Nullable SigningKey latest;

    KnownHere(
            Identity identity, AgentDirectory agents, CallerLimit limit, GraceMatch.Log graceLog, InstantSource clock) {
        this.pki = identity.pki();
        this.agents = agents;
        this.principals = identity.principals();
        this.apiTokens = identity.apiTokens();
        this.keys = identity.agentKeys();
        this.limit = limit;
        this.graceLog = graceLog;
        this.clock = clock;
    }

    Neighbours neighbours(CallJournal<?> calls) {
        return new Neighbours(
                () -> pki.authority().map(Authority::org),
                this,
                this,
                agents,
                Agents::mark,
                apiTokens,
                this,
                this::held,
                limit,
                graceLog,
                calls);
    }

    @Override
    public Optional<X509Certificate> certificate() {
        return pki.authority().map(Authority::root);
    }

    @Override
    public boolean isWithdrawn(X509Certificate certificate) {
        return pki.authority()
                .filter(authority -> authority.isWithdrawn(certificate, clock.instant()))
                .isPresent();
    }

    @Override
    public Optional<SigningKey> current() {
        return pki.authority().map(Authority::tokenKey).flatMap(this::signing);
    }

    @Override
    public Optional<Known> verifying(String id) throws Refusal {
        return pki.tokenKey(id).map(key -> new Known(key.publicKey(), key.replaced()));
    }

    @Override
    public Optional<OnRecord> find(PrincipalId id) throws SQLException {
        PrincipalType type = id.type() == PrincipalId.Type.USER ? PrincipalType.USER : PrincipalType.WORKLOAD;
        return principals.find(type, id.text()).map(known -> new OnRecord(known.pinnedKey(), known.active()));
    }

    /** Of agents that left their key here. */
    private Optional<Held> held(String agent) throws SQLException {
        Optional<String> pem = agents.find(agent).flatMap(Agent::certificatePem);
        if (pem.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<X509Certificate> chain = Pem.certificates(pem.get());
            return keys.find(agent, chain.getFirst().getPublicKey()).map(key -> new Held(key, chain));
        } catch (UnreadablePemException e) {
            throw new SQLException("the certificate of " + agent + " in the store is damaged", e);
        }
    }

    /** Prepared once for as long as it is the one. */
    private Optional<SigningKey> signing(TokenKey key) {
        SigningKey known = latest;
        if (known != null && known.id().equals(key.kid())) {
            return Optional.of(known);
        }
        return key.key().map(secret -> {
            try {
                SigningKey prepared = SigningKey.of(key.kid(), secret);
                latest = prepared;
                return prepared;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("our own keys are on P-256", e);
            }
        });
    }
}
