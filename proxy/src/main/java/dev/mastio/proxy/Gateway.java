package dev.mastio.proxy;

import dev.mastio.proxy.admin.ObservabilityRoutes;
import dev.mastio.proxy.audit.AuditEvent;
import dev.mastio.proxy.audit.AuditExport;
import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.audit.AuditRoutes;
import dev.mastio.proxy.audit.Checkpoints;
import dev.mastio.proxy.audit.proof.SigningKey;
import dev.mastio.proxy.audit.proof.TimeStampAuthority;
import dev.mastio.proxy.auth.AuthRules;
import dev.mastio.proxy.auth.Authentication;
import dev.mastio.proxy.auth.EgressProofMode;
import dev.mastio.proxy.auth.certificate.CertificateAuthentication.CallerLimit;
import dev.mastio.proxy.auth.certificate.GraceMatch;
import dev.mastio.proxy.auth.dpop.ProofWindow;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.crypto.CertifiedKey;
import dev.mastio.proxy.egress.AgentCertificates;
import dev.mastio.proxy.egress.PublicKeyRoutes;
import dev.mastio.proxy.ingress.IngressRoutes;
import dev.mastio.proxy.ingress.ToolExecution;
import dev.mastio.proxy.ingress.ToolRegistry;
import dev.mastio.proxy.journal.CallJournal;
import dev.mastio.proxy.journal.CallNote;
import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.limits.AgentBudget;
import dev.mastio.proxy.limits.LatencyBreaker;
import dev.mastio.proxy.ops.Readiness;
import dev.mastio.proxy.pki.Authority;
import dev.mastio.proxy.pki.Pki;
import dev.mastio.proxy.pki.ServerCertificate;
import dev.mastio.proxy.pki.TokenKey;
import dev.mastio.proxy.pki.Upkeep;
import dev.mastio.proxy.registry.AgentLookups;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Route;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts the rooms of the gateway together: what each needs of the others is handed over here and nowhere else. */
final class Gateway implements AutoCloseable {

    private static final Duration TOOL_PATIENCE = Duration.ofSeconds(30);

    private final List<Route> routes;
    private final Supplier<Optional<String>> nonce;
    private final Supplier<List<X509Certificate>> clientAuthorities;
    private final Supplier<Optional<CertifiedKey>> serverCertificate;
    private final List<Readiness.Named> checks;
    private final Supplier<List<String>> warnings;
    private final Runnable closing;

    /** What a proxy is made of; tests make it of other parts. */
    @FunctionalInterface
    interface Parts {

        /** What it answers with. */
        Gateway gateway(Settings settings, Store store, AuditLog audit, LatencyBreaker breaker);

        /** Where it keeps what it must not forget. */
        default Store store(Settings settings) {
            return Store.open(settings.database());
        }
    }

    private Gateway(
            List<Route> routes,
            Supplier<Optional<String>> nonce,
            Supplier<List<X509Certificate>> clientAuthorities,
            Supplier<Optional<CertifiedKey>> serverCertificate,
            List<Readiness.Named> checks,
            Supplier<List<String>> warnings,
            Runnable closing) {
        this.routes = routes;
        this.nonce = nonce;
        this.clientAuthorities = clientAuthorities;
        this.serverCertificate = serverCertificate;
        this.checks = checks;
        this.warnings = warnings;
        this.closing = closing;
    }

    /** One of those routes alone, without authentication. */
    static Gateway of(List<Route> routes) {
        return new Gateway(routes, Optional::empty, List::of, Optional::empty, List.of(), List::of, () -> {});
    }

    static Gateway open(Settings settings, Store store, AuditLog audit, LatencyBreaker breaker) {
        InstantSource clock = InstantSource.system();
        Identity identity = new Identity(settings, store, journal(audit), clock);
        Pki pki = identity.pki();
        Upkeep upkeep = Upkeep.start(pki, identity.rotation(), clock);
        AgentLookups agents = identity.agents().lookups();
        Registered registered = new Registered(agents);
        Authentication authentication = new Authentication(
                store,
                new KnownHere(identity, registered, limit(settings), graces(audit), clock).neighbours(calls(audit)),
                rules(settings),
                clock);
        ToolRegistry tools = new ToolRegistry(List.of());
        ToolExecution execution =
                new ToolExecution(tools, call -> audit.append(event(call)), TOOL_PATIENCE, System::nanoTime);
        Optional<Checkpoints> checkpoints = checkpoints(settings.audit(), store, pki, clock);
        Guard adminSecret = identity.adminSecret();

        List<Route> routes = new ArrayList<>(authentication.routes());
        routes.addAll(new IngressRoutes(authentication.endpoints(), tools, execution).routes());
        routes.addAll(new PublicKeyRoutes(
                        authentication.endpoints(),
                        new AgentCertificates(
                                registered,
                                () -> pki.authority().map(Authority::org),
                                settings.organisation().trustDomain()),
                        System::nanoTime)
                .routes());
        routes.addAll(identity.routes(adminSecret));
        routes.addAll(identity.certificationRoutes(answering -> authentication
                .endpoints()
                .byToken((request, caller) -> answering.answer(request, identity.requester(caller)))));
        routes.addAll(new AuditRoutes(new AuditExport(store), adminSecret).routes());
        routes.addAll(new ObservabilityRoutes(breaker, adminSecret).routes());
        return new Gateway(
                routes,
                authentication.nonces()::current,
                () -> pki.authority()
                        .map(authority -> authority.anchors(clock.instant()))
                        .orElse(List.of()),
                new ServerCertificate(
                        pki, settings.tls().names(), settings.tls().renewal(), clock)::current,
                List.of(
                        new Readiness.Named("pki", pki::check),
                        new Readiness.Named("replay_ledger", authentication::check),
                        new Readiness.Named("registry", agents::check)),
                () -> pki.authority().map(Authority::warnings).orElse(List.of()),
                () -> {
                    checkpoints.ifPresent(Checkpoints::close);
                    execution.close();
                    authentication.close();
                    agents.close();
                    upkeep.close();
                });
    }

    private static AuthRules rules(Settings settings) {
        Settings.Proofs proofs = settings.proofs();
        return new AuthRules(
                new ProofWindow(proofs.window(), proofs.clockSkew()),
                proofs.neededToMint(),
                switch (proofs.besideClientCertificates()) {
                    case OFF -> EgressProofMode.OFF;
                    case OPTIONAL -> EgressProofMode.OPTIONAL;
                    case REQUIRED -> EgressProofMode.REQUIRED;
                },
                settings.organisation().publicUrl().map(URI::toString),
                !settings.production(),
                settings.audit().entriesPerCommit());
    }

    /** Of agents that show a certificate. */
    private static CallerLimit limit(Settings settings) {
        AgentBudget budget = new AgentBudget(settings.bounds().agentRequestsPerMinute(), System::nanoTime);
        return id -> {
            if (!budget.take(id)) {
                throw new Refusal(429, "Rate limit exceeded").header("Retry-After", "60");
            }
        };
    }

    private static Optional<Checkpoints> checkpoints(
            Settings.Audit settings, Store store, Pki pki, InstantSource clock) {
        return settings.checkpointEvery()
                .map(every -> new Checkpoints(
                                store,
                                clock,
                                every,
                                () -> pki.authority().flatMap(Gateway::signing),
                                settings.timeStamps().map(TimeStampAuthority::new))
                        .start());
    }

    private static Optional<SigningKey> signing(Authority authority) {
        TokenKey key = authority.tokenKey();
        return key.key().map(secret -> new SigningKey(key.kid(), secret, (ECPublicKey) key.publicKey()));
    }

    /** What the rooms change is recorded in the transaction of the change. */
    static Journal journal(AuditLog audit) {
        return (connection, note) -> audit.appendWithin(
                connection,
                AuditEvent.Action.of(note.agentId(), note.action(), "success").detail(note.detail()));
    }

    private static GraceMatch.Log graces(AuditLog audit) {
        return match -> audit.append(
                switch (match.kind()) {
                    case CERTIFICATE ->
                        AuditEvent.Action.of(match.agentId(), "agent.cert_pinning_grace_match", "success")
                                .detail(Json.object().put("cert_sha256", match.shown()));
                    case PROOF_KEY ->
                        AuditEvent.Action.of(match.agentId(), "agent.dpop_pinning_grace_match", "success")
                                .proofKey(match.shown());
                });
    }

    private static AuditEvent event(CallNote call) {
        return AuditEvent.Action.of(call.callerId(), "tool_execute", call.status())
                .tool(call.tool())
                .detail(AuditEvent.shortened(call.detail()))
                .request(AuditEvent.shortenedId(call.requestId()))
                .took(call.duration())
                .proofKey(call.proofKey().orElse(null));
    }

    private static CallJournal<AuditEvent> calls(AuditLog audit) {
        return new CallJournal<>(Gateway::event, audit::appendWithin);
    }

    List<Route> routes() {
        return routes;
    }

    /** What must work before it can serve. */
    List<Readiness.Named> checks() {
        return checks;
    }

    /** What somebody should look at, although all is well; asked for with every question about health. */
    List<String> warnings() {
        return warnings.get();
    }

    /** The nonce that answers offer now. */
    Optional<String> nonce() {
        return nonce.get();
    }

    /** Whose client certificates count; asked for with every handshake. */
    List<X509Certificate> clientAuthorities() {
        return clientAuthorities.get();
    }

    /** What to show to clients where no certificate was given; asked for with every connection. */
    Optional<CertifiedKey> serverCertificate() {
        return serverCertificate.get();
    }

    @Override
    public void close() {
        closing.run();
    }
}
