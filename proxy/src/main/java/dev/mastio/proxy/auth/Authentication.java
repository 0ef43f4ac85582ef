package dev.mastio.proxy.auth;

import dev.mastio.proxy.auth.certificate.CertificateAuthentication;
import dev.mastio.proxy.auth.certificate.CertificatesOnRecord;
import dev.mastio.proxy.auth.certificate.ChainRules;
import dev.mastio.proxy.auth.dpop.NonceKey;
import dev.mastio.proxy.auth.dpop.Nonces;
import dev.mastio.proxy.auth.dpop.ProofCheck;
import dev.mastio.proxy.auth.dpop.Proofs;
import dev.mastio.proxy.auth.dpop.ReplayLedger;
import dev.mastio.proxy.auth.login.AssertionForAgent;
import dev.mastio.proxy.auth.login.ChallengeLogin;
import dev.mastio.proxy.auth.login.Challenges;
import dev.mastio.proxy.auth.token.ClientAssertions;
import dev.mastio.proxy.auth.token.LocalTokens;
import dev.mastio.proxy.auth.token.TokenAuthentication;
import dev.mastio.proxy.auth.token.TokenMint;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Route;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/** The room put together. */
public final class Authentication implements AutoCloseable {

    private final NonceKey nonceKey;
    private final ReplayLedger<?> replays;
    private final Nonces nonces;
    private final AuthenticatedEndpoints endpoints;
    private final AuthRoutes routes;

    /** Authentication whose replicas share that store. */
    public Authentication(Store store, Neighbours neighbours, AuthRules rules, InstantSource clock) {
        nonceKey = new NonceKey(store);
        replays = new ReplayLedger<>(
                store, neighbours.calls(), neighbours.mark(), clock, rules.window(), rules.callsPerCommit());
        nonces = new Nonces(nonceKey, clock);
        Proofs proofs = new Proofs(new ProofCheck(rules.window(), nonces, rules.tellsWhatItExpected()), replays, clock);
        LocalTokens tokens =
                new LocalTokens(neighbours.keys(), () -> neighbours.org().get().orElse(""), clock);
        TokenAuthentication byToken = new TokenAuthentication(
                tokens, proofs, neighbours.agents(), neighbours.typed(), neighbours.org(), rules.bindingRequired());
        CertificatesOnRecord onRecord = new CertificatesOnRecord(neighbours.graceLog(), clock);
        CertificateAuthentication byCertificate = new CertificateAuthentication(
                neighbours.agents(),
                neighbours.typed(),
                neighbours.org(),
                neighbours.root(),
                neighbours.limit(),
                onRecord);
        endpoints = new AuthenticatedEndpoints(
                byToken,
                byCertificate,
                new EgressAuthentication(
                        new ApiTokenAuthentication(neighbours.apiTokens()),
                        byToken,
                        byCertificate,
                        proofs,
                        rules.besideCertificates(),
                        rules.publicUrl(),
                        neighbours.graceLog(),
                        clock));
        ClientAssertions assertions = new ClientAssertions(new ChainRules(neighbours.root()));
        Challenges challenges = new Challenges(store, clock);
        routes = new AuthRoutes(
                endpoints,
                new TokenMint(
                        tokens,
                        neighbours.keys(),
                        assertions,
                        neighbours.agents(),
                        neighbours.typed(),
                        onRecord,
                        proofs,
                        rules.bindingRequired(),
                        clock),
                challenges,
                new ChallengeLogin(challenges, assertions, neighbours.keys(), onRecord, clock),
                new AssertionForAgent(neighbours.held(), neighbours.keys(), clock));
    }

    /** For routes of other rooms that must know who is calling. */
    public AuthenticatedEndpoints endpoints() {
        return endpoints;
    }

    /** The nonces that answers offer. */
    public Nonces nonces() {
        return nonces;
    }

    /**
     * Returns if it can tell whether a proof was used before.
     *
     * @throws SQLException if it never will again
     */
    public void check() throws SQLException {
        replays.check();
    }

    /** The routes under {@code /v1/auth}. */
    public List<Route> routes() {
        return routes.routes();
    }

    @Override
    public void close() {
        replays.close();
        nonceKey.close();
    }
}
